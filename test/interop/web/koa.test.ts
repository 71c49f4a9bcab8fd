import { createServer, type Server } from "node:http";
import Router from "@koa/router";
import type { MemoryHandler } from "cumulog";
import { koaLogging } from "cumulog/http/koa";
import Koa from "koa";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { expectNoForeignContext, listening, placeOrder, recordsOf, remembered } from "./application.ts";

let memory: MemoryHandler;
let server: Server;
let origin: string;

beforeAll(async () => {
  const app = new Koa();
  app.silent = true;
  const router = new Router();
  router.post("/orders/:id", async (context) => {
    const chunks: Buffer[] = [];
    for await (const chunk of context.req) chunks.push(chunk as Buffer);
    context.body = await placeOrder(
      String((context["params"] as Record<string, string>)["id"]),
      JSON.parse(Buffer.concat(chunks).toString()),
    );
  });
  router.get("/fail", async () => {
    throw new Error("out of stock");
  });
  app.use(koaLogging());
  app.use(router.routes());
  server = createServer(app.callback());
  origin = await listening(server);
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(async () => {
  memory = await remembered();
});

describe("Koa 3", () => {
  test("200 overlapping requests have none of another's context", async () => {
    await expectNoForeignContext(memory, (path, init) => fetch(origin + path, init), "/orders/:id");
  });

  test("the record has the error, and no route where there is none", async () => {
    await fetch(`${origin}/fail`);
    await fetch(`${origin}/nowhere`);

    const [failed, unknown] = await recordsOf(memory, 2);
    expect(failed).toMatchObject({
      message: "GET /fail 500",
      level: "ERROR",
      error: { message: "out of stock" },
    });
    expect(unknown).toMatchObject({ status: 404 });
    expect(unknown).not.toHaveProperty("route");
  });
});

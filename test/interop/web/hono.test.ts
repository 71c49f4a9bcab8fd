import { createServer, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { MemoryHandler } from "cumulog";
import { honoLogging } from "cumulog/http/hono";
import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { streamText } from "hono/streaming";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { expectNoForeignContext, listening, placeOrder, recordsOf, remembered } from "./application.ts";

const app = new Hono();
app.use(honoLogging());
app.post("/orders/:id", async (context) =>
  context.json(await placeOrder(context.req.param("id"), await context.req.json())),
);
app.get("/fail", () => {
  throw new Error("out of stock");
});
app.get("/refused", () => {
  throw new HTTPException(403, { message: "not yours" });
});
app.get("/stream", (context) =>
  streamText(context, async (stream) => {
    await stream.write("one ");
    await stream.write("two");
  }),
);
let memory: MemoryHandler;
let server: Server;
let origin: string;

beforeAll(async () => {
  server = createServer(getRequestListener(app.fetch));
  origin = await listening(server);
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(async () => {
  memory = await remembered();
});

describe.each([
  ["on Node.js", (path: string, init?: RequestInit) => fetch(origin + path, init)],
  ["as a fetch handler", async (path: string, init?: RequestInit) => app.request(path, init)],
])("Hono 4 %s", (_, send) => {
  test("200 overlapping requests have none of another's context", async () => {
    await expectNoForeignContext(memory, send, "/orders/:id");
  });

  test("the record has the error, and no route where there is none", async () => {
    await (await send("/fail")).text();
    await (await send("/refused")).text();
    await (await send("/nowhere")).text();

    const [failed, refused, unknown] = await recordsOf(memory, 3);
    expect(failed).toMatchObject({
      message: "GET /fail 500",
      level: "ERROR",
      error: { message: "out of stock" },
    });
    expect(refused).toMatchObject({ status: 403, level: "WARN", error: { message: "not yours" } });
    expect(unknown).toMatchObject({ status: 404 });
    expect(unknown).not.toHaveProperty("route");
  });

  test("a stream is logged after its last byte", async () => {
    await (await send("/stream")).text();

    expect(await recordsOf(memory, 1)).toMatchObject([{ route: "/stream", responseBytes: 7 }]);
  });
});

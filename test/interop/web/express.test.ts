import { createServer, type Server } from "node:http";
import { getLogger, type MemoryHandler } from "cumulog";
import { expressErrors, expressLogging } from "cumulog/http/express";
import express from "express";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { expectNoForeignContext, listening, placeOrder, recordsOf, remembered } from "./application.ts";

let memory: MemoryHandler;
let server: Server;
let origin: string;

beforeAll(async () => {
  const app = express();
  app.set("trust proxy", 1);
  app.use(expressLogging());
  app.use(express.json());
  const orders = express.Router();
  orders.post("/:id", async (request, response) => {
    response.json(await placeOrder(request.params.id, request.body));
  });
  orders.get("/", (_request, response) => {
    response.send("list");
  });
  const items = express.Router({ mergeParams: true });
  items.get("/:item", async () => {
    throw new Error("no such item");
  });
  orders.use("/:id/items", items);
  app.use("/orders", orders);
  app.get("/fail", async () => {
    throw new Error("out of stock");
  });
  app.use(expressErrors());
  app.use(
    (_error: unknown, _request: express.Request, response: express.Response, _next: express.NextFunction) => {
      getLogger("late").info("answering");
      response.status(503).send("sorry");
    },
  );
  server = createServer(app);
  origin = await listening(server);
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(async () => {
  memory = await remembered();
});

describe("Express 5", () => {
  test("200 overlapping requests have none of another's context", async () => {
    await expectNoForeignContext(memory, (path, init) => fetch(origin + path, init), "/orders/:id");
  });

  test("the record has the error, the client by Express's rules, and the route of a router's root", async () => {
    await fetch(`${origin}/fail`, { headers: { "x-forwarded-for": "203.0.113.7" } });
    await fetch(`${origin}/orders`);

    const [failed, listed] = await recordsOf(memory, 2);
    expect(failed).toMatchObject({
      message: "GET /fail 503",
      level: "ERROR",
      client: "203.0.113.7",
      error: { message: "out of stock" },
    });
    expect(memory.entries[0]).toMatchObject({ message: "answering", requestId: failed!["requestId"] });
    expect(listed).toMatchObject({ route: "/orders", status: 200 });
  });

  test("a request that fails has the whole route, though its routers are left already", async () => {
    await fetch(`${origin}/orders/7/items/3?size=1`);
    await fetch(`${origin}/orders/7`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{no JSON",
    });

    expect(await recordsOf(memory, 2)).toMatchObject([
      { message: "GET /orders/7/items/:item 503", error: { message: "no such item" } },
      { message: "POST /orders/7 503" },
    ]);
  });

  test("no route is no route", async () => {
    await fetch(`${origin}/nowhere`);

    const [record] = await recordsOf(memory, 1);
    expect(record).toMatchObject({ status: 404, level: "WARN" });
    expect(record).not.toHaveProperty("route");
  });
});

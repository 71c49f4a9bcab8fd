import { getLogger, type MemoryHandler } from "cumulog";
import { fastifyLogging } from "cumulog/http/fastify";
import Fastify from "fastify";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { expectNoForeignContext, listening, placeOrder, recordsOf, remembered } from "./application.ts";

// Without a cast: our logger is one of Fastify's.
const app = Fastify({ loggerInstance: getLogger("fastify"), disableRequestLogging: true });
let memory: MemoryHandler;
let origin: string;

beforeAll(async () => {
  await app.register(fastifyLogging, { ignore: ["/health"] });
  await app.register(async (orders) => {
    orders.post<{ Params: { id: string } }>("/orders/:id", async (request) => {
      request.log.info("by the request's own logger");
      return placeOrder(request.params.id, request.body);
    });
  });
  app.get("/health", async () => "fine");
  app.get("/fail", async () => {
    throw new Error("out of stock");
  });
  await app.ready();
  origin = await listening(app.server);
});
afterAll(() => app.close());
beforeEach(async () => {
  memory = await remembered();
});

describe("Fastify 5", () => {
  test("200 overlapping requests have none of another's context", async () => {
    await expectNoForeignContext(memory, (path, init) => fetch(origin + path, init), "/orders/:id");

    const own = memory.entries.filter((entry) => entry["message"] === "by the request's own logger");
    expect(new Set(own.map((entry) => entry["requestId"])).size).toBe(200);
  });

  test("the record has the error; ignored paths and unknown routes", async () => {
    await fetch(`${origin}/health`);
    await fetch(`${origin}/fail`);
    await fetch(`${origin}/nowhere`);

    const [failed, unknown] = await recordsOf(memory, 2);
    expect(failed).toMatchObject({
      message: "GET /fail 500",
      level: "ERROR",
      error: { message: "out of stock" },
    });
    expect(unknown).toMatchObject({ status: 404, message: "GET /nowhere 404" });
    expect(unknown).not.toHaveProperty("route");
  });

  test("what is injected without a connection is logged as well", async () => {
    const response = await app.inject({ method: "POST", url: "/orders/r-1", payload: { id: "r-1" } });

    expect(response.json()).toEqual({ id: "r-1" });
    expect(await recordsOf(memory, 1)).toMatchObject([
      { route: "/orders/:id", wide: "r-1", responseBytes: 12 },
    ]);
  });
});

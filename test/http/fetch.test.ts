import { beforeEach, describe, expect, test } from "vitest";
import type { MemoryHandler } from "../../lib/handlers/memory.ts";
import { withRequestLogging } from "../../lib/http/fetch.ts";
import { addFields } from "../../lib/http/index.ts";
import { getLogger } from "../../lib/logger/logger.ts";
import { recordsOf, remembered } from "./exchange.ts";

const log = getLogger("orders");
const URL_OF_ORDER = "https://shop.example/api/orders/17?token=abc";
let memory: MemoryHandler;

beforeEach(async () => {
  memory = await remembered();
});

describe("withRequestLogging", () => {
  test("writes the record after the last byte, with the route that was given", async () => {
    const handler = withRequestLogging(
      async (request: Request, context: { params: { id: string } }) => {
        log.info({ id: context.params.id }, "reading");
        addFields({ customer: "c-1" });
        return Response.json({ url: request.url.length });
      },
      { route: "/api/orders/[id]", clientOf: () => "203.0.113.7" },
    );
    const request = new Request(URL_OF_ORDER, {
      method: "POST",
      body: "12345",
      headers: { "x-request-id": "r-1" },
    });

    const response = await handler(request, { params: { id: "17" } });
    const before = memory.entries.length;
    const text = await response.text();

    expect(before).toBe(1);
    expect(response.headers.get("x-request-id")).toBe("r-1");
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(memory.entries[0]).toMatchObject({ message: "reading", id: "17", requestId: "r-1" });
    expect(await recordsOf(memory, 1)).toMatchObject([
      {
        message: "POST /api/orders/[id] 200",
        path: "/api/orders/17",
        client: "203.0.113.7",
        customer: "c-1",
        responseBytes: text.length,
      },
    ]);
  });

  test("a stream that is cancelled was left by its reader", async () => {
    const body = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(10)),
    });
    const handler = withRequestLogging(() => new Response(body));

    const response = await handler(new Request(URL_OF_ORDER));
    const reader = response.body!.getReader();
    await reader.read();
    await reader.cancel();

    expect(await recordsOf(memory, 1)).toMatchObject([
      { level: "WARN", status: 200, aborted: true, responseBytes: 10 },
    ]);
  });

  test("a stream that fails is an error", async () => {
    const body = new ReadableStream({
      pull: () => {
        throw new Error("disk gone");
      },
    });
    const handler = withRequestLogging(() => new Response(body));

    const response = await handler(new Request(URL_OF_ORDER));
    await expect(response.text()).rejects.toThrow("disk gone");

    expect(await recordsOf(memory, 1)).toMatchObject([{ level: "ERROR", error: { message: "disk gone" } }]);
  });

  test("what a handler throws is logged and passed on", async () => {
    const handler = withRequestLogging(async () => {
      throw new Error("out of stock");
    });

    await expect(handler(new Request(URL_OF_ORDER))).rejects.toThrow("out of stock");

    expect(await recordsOf(memory, 1)).toMatchObject([
      { level: "ERROR", status: 500, error: { message: "out of stock" } },
    ]);
  });

  test("a client that leaves before the response is status 499, once", async () => {
    const leaving = new AbortController();
    const handler = withRequestLogging(async () => {
      leaving.abort();
      return new Response("too late");
    });

    await (await handler(new Request(URL_OF_ORDER, { signal: leaving.signal }))).text();

    expect(await recordsOf(memory, 1)).toMatchObject([{ level: "WARN", status: 499, aborted: true }]);
  });

  test.each([
    [
      "a redirect, whose headers cannot be changed",
      () => Response.redirect("https://shop.example/", 302),
      302,
    ],
    ["a response without content", () => new Response(null, { status: 204 }), 204],
    ["an error of the network", () => Response.error(), 0],
  ])("%s is logged at once and keeps what it says", async (_, answer, status) => {
    const handler = withRequestLogging(answer);

    const response = await handler(new Request(URL_OF_ORDER));

    expect(await recordsOf(memory, 1)).toMatchObject([{ status, responseBytes: 0 }]);
    expect(response.status).toBe(status);
    if (status === 302) expect(response.headers.get("location")).toBe("https://shop.example/");
    if (status !== 0) expect(response.headers.get("x-request-id")).toBe(memory.entries[0]!["requestId"]);
  });

  test("200 overlapping requests have none of another's context", async () => {
    const handler = withRequestLogging(async (request: Request) => {
      const mine = new URL(request.url).pathname.slice(1);
      addFields({ wide: mine });
      await request.text();
      for (let turn = Number(mine.slice(2)) % 7; turn > 0; turn -= 1)
        await new Promise((resolve) => setImmediate(resolve));
      log.info({ mine }, "step");
      return new Response(mine);
    });

    const answers = await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        const id = `r-${index}`;
        const request = new Request(`https://shop.example/${id}`, {
          method: "POST",
          body: "b",
          headers: { "x-request-id": id },
        });
        return (await handler(request)).text();
      }),
    );

    expect(new Set(answers).size).toBe(200);
    for (const record of await recordsOf(memory, 200))
      expect(record).toMatchObject({ path: `/${record["requestId"]}`, wide: record["requestId"] });
    const steps = memory.entries.filter((entry) => entry["message"] === "step");
    expect(steps).toHaveLength(200);
    for (const step of steps) expect(step["requestId"]).toBe(step["mine"]);
  });
});

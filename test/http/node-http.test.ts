import { request as send } from "node:http";
import { connect, createServer as createServer2 } from "node:http2";
import type { AddressInfo } from "node:net";
import { pipeline, Readable } from "node:stream";
import { beforeEach, describe, expect, test } from "vitest";
import type { MemoryHandler } from "../../lib/handlers/memory.ts";
import { addFields, httpLogging } from "../../lib/http/index.ts";
import { getContext, withContext } from "../../lib/logger/context.ts";
import { getLogger } from "../../lib/logger/logger.ts";
import { leaveAfterFirstByte, recordsOf, remembered, serving } from "./exchange.ts";

const log = getLogger("orders");
let memory: MemoryHandler;

beforeEach(async () => {
  memory = await remembered();
});

describe("one record for every request", () => {
  test("says method, path, status, duration, bytes and client", async () => {
    const logging = httpLogging();

    await serving(
      (request, response) =>
        logging(request, response, () => request.resume().on("end", () => response.end("grün"))),
      async (origin) => {
        await fetch(`${origin}/orders?page=2`, {
          method: "POST",
          body: "12345",
          headers: { "user-agent": "test/1" },
        });
      },
    );

    expect(await recordsOf(memory, 1)).toEqual([
      expect.objectContaining({
        logger: "http",
        level: "INFO",
        message: "POST /orders 200",
        method: "POST",
        path: "/orders",
        status: 200,
        durationMs: expect.any(Number),
        requestBytes: 5,
        responseBytes: 5,
        client: "127.0.0.1",
        userAgent: "test/1",
        requestId: expect.stringMatching(/^[\da-f-]{36}$/),
      }),
    ]);
  });

  test.each([
    [200, "INFO"],
    [304, "INFO"],
    [404, "WARN"],
    [500, "ERROR"],
    [503, "ERROR"],
  ])("status %i is level %s", async (status, level) => {
    const logging = httpLogging();

    await serving(
      (request, response) => logging(request, response, () => response.writeHead(status).end()),
      (origin) => fetch(origin),
    );

    expect(await recordsOf(memory, 1)).toMatchObject([{ status, level }]);
  });

  test("is one although the middleware stands there twice", async () => {
    const logging = httpLogging();

    await serving(
      (request, response) =>
        logging(request, response, () => logging(request, response, () => response.end())),
      (origin) => fetch(origin),
    );

    expect(await recordsOf(memory, 1)).toHaveLength(1);
  });

  test("counts what was streamed, and what came in chunks", async () => {
    const logging = httpLogging();
    const body = new ReadableStream({
      start(controller) {
        for (let index = 0; index < 10; index += 1)
          controller.enqueue(new TextEncoder().encode("x".repeat(100)));
        controller.close();
      },
    });

    await serving(
      (request, response) =>
        logging(request, response, () =>
          request.resume().on("end", () => Readable.from(["ab", Buffer.from("cde"), "ü"]).pipe(response)),
        ),
      async (origin) => {
        const response = await fetch(origin, { method: "POST", body, duplex: "half" } as RequestInit);
        await response.text();
      },
    );

    expect(await recordsOf(memory, 1)).toMatchObject([{ requestBytes: 1_000, responseBytes: 7 }]);
  });

  test("a response without a body has no bytes, whatever was given for one", async () => {
    const logging = httpLogging();

    await serving(
      (request, response) => logging(request, response, () => response.end("not sent")),
      (origin) => fetch(origin, { method: "HEAD" }),
    );

    expect(await recordsOf(memory, 1)).toMatchObject([{ method: "HEAD", responseBytes: 0 }]);
  });

  test.each([204, 304])(
    "a response of status %i has no bytes, whatever was given for one",
    async (status) => {
      const logging = httpLogging();

      await serving(
        (request, response) => logging(request, response, () => response.writeHead(status).end("not sent")),
        (origin) => fetch(origin),
      );

      expect(await recordsOf(memory, 1)).toMatchObject([{ status, responseBytes: 0 }]);
    },
  );

  test("a client that leaves in the middle is told, with the bytes that went out", async () => {
    const logging = httpLogging();

    await serving(
      (request, response) => logging(request, response, () => response.write("first")),
      leaveAfterFirstByte,
    );

    expect(await recordsOf(memory, 1)).toMatchObject([
      { level: "WARN", status: 200, aborted: true, responseBytes: 5 },
    ]);
  });

  test("a client that leaves before the response is status 499", async () => {
    const logging = httpLogging();

    await serving(
      (request, response) => logging(request, response, () => {}),
      (origin) =>
        new Promise<void>((resolve) => {
          const request = send(origin);
          request.on("error", () => resolve());
          request.on("finish", () => setImmediate(() => request.destroy()));
          request.end();
        }).then(() => recordsOf(memory, 1)),
    );

    expect(await recordsOf(memory, 1)).toMatchObject([{ level: "WARN", status: 499, aborted: true }]);
  });

  test("a body that fails in the middle is an error with its cause", async () => {
    const logging = httpLogging();
    const failing = async function* () {
      yield "beginning";
      throw new Error("disk gone");
    };

    await serving(
      (request, response) =>
        logging(request, response, () => pipeline(Readable.from(failing()), response, () => {})),
      (origin) =>
        fetch(origin)
          .then((response) => response.text())
          .catch(() => {}),
    );

    expect(await recordsOf(memory, 1)).toMatchObject([
      { level: "ERROR", aborted: true, error: { name: "Error", message: "disk gone" } },
    ]);
  });

  test("HTTP/2 is counted once", async () => {
    const logging = httpLogging();
    const server = createServer2((request, response) =>
      logging(request as never, response as never, () => response.end("four")),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);

    const stream = session.request({ ":path": "/two" });
    await new Promise((resolve) => stream.resume().once("close", resolve));
    const records = await recordsOf(memory, 1);
    session.close();
    server.close();

    expect(records).toMatchObject([{ path: "/two", status: 200, responseBytes: 4 }]);
  });
});

describe("context", () => {
  test("holds for listeners, body events and what follows await, and ends with the request", async () => {
    const logging = httpLogging();

    await withContext({ task: "boot" }, () =>
      serving(
        (request, response) =>
          logging(request, response, () => {
            log.info("begin");
            request.on("data", () => log.info("data"));
            request.on("end", async () => {
              log.info("end");
              await new Promise((resolve) => setImmediate(resolve));
              log.info("later");
              response.end();
            });
            response.on("finish", () => log.info("finish"));
          }),
        (origin) => fetch(origin, { method: "POST", body: "x", headers: { "x-request-id": "r-1" } }),
      ),
    );

    await recordsOf(memory, 1);
    const own = memory.entries.filter((entry) => entry["logger"] === "orders");
    expect(own.map((entry) => entry["message"])).toEqual(["begin", "data", "end", "later", "finish"]);
    for (const entry of own) expect(entry).toMatchObject({ requestId: "r-1" });
    for (const entry of own) expect(entry).not.toHaveProperty("task");
    expect(getContext()).toBeUndefined();
  });

  test("200 overlapping requests on shared connections have none of another's", async () => {
    const logging = httpLogging();
    const waiting: (() => void)[] = [];

    await serving(
      (request, response) =>
        logging(request, response, () => {
          const mine = request.url!.slice(1);
          addFields({ wide: mine });
          request.on("data", () => log.info({ mine }, "step"));
          request.on("end", async () => {
            // All that wait go on together, the last first.
            await new Promise<void>((resolve) => {
              waiting.push(resolve);
              if (waiting.length % 20 === 0) for (const goOn of waiting.splice(0).reverse()) goOn();
            });
            log.info({ mine }, "step");
            response.end(mine);
          });
        }),
      async (origin) => {
        await Promise.all(
          Array.from({ length: 200 }, (_, index) =>
            fetch(`${origin}/r-${index}`, {
              method: "POST",
              body: "b",
              headers: { "x-request-id": `r-${index}` },
            }),
          ),
        );
      },
    );
    const records = await recordsOf(memory, 200);
    expect(records).toHaveLength(200);
    for (const record of records)
      expect(record).toMatchObject({ path: `/${record["requestId"]}`, wide: record["requestId"] });
    const steps = memory.entries.filter((entry) => entry["message"] === "step");
    expect(steps).toHaveLength(400);
    for (const step of steps) expect(step["requestId"]).toBe(step["mine"]);
  });
});

describe("addFields", () => {
  test("adds to the one record, from anywhere below, and not to others", async () => {
    const logging = httpLogging();
    const late: boolean[] = [];

    await serving(
      (request, response) =>
        logging(request, response, async () => {
          addFields({ userId: "u-1", status: "paid" });
          log.info("working");
          await new Promise((resolve) => setImmediate(resolve));
          withContext({ inner: true }, () => addFields({ items: 3 }));
          response.on("close", () => setImmediate(() => late.push(addFields({ tooLate: 1 }))));
          response.end();
        }),
      (origin) => fetch(origin),
    );

    const [record] = await recordsOf(memory, 1);
    expect(record).toMatchObject({ userId: "u-1", items: 3, status: 200, status_: "paid" });
    expect(memory.entries.find((entry) => entry["message"] === "working")).not.toHaveProperty("userId");
    while (late.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(late).toEqual([false]);
    expect(addFields({ nobody: 1 })).toBe(false);
  });

  test("an error becomes the record's", async () => {
    const logging = httpLogging();

    await serving(
      (request, response) =>
        logging(request, response, () => {
          addFields({ err: new TypeError("no such item") });
          response.writeHead(500).end();
        }),
      (origin) => fetch(origin),
    );

    const [record] = await recordsOf(memory, 1);
    expect(record).toMatchObject({ level: "ERROR", error: { name: "TypeError", message: "no such item" } });
    expect(record).not.toHaveProperty("err");
  });
});

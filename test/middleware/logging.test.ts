import middy7 from "@middy/core";
import middy6 from "middy6";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { configure } from "../../lib/config/configure.ts";
import { MemoryHandler } from "../../lib/handlers/memory.ts";
import { getLogger } from "../../lib/logger/logger.ts";
import { createMetrics } from "../../lib/metrics/index.ts";
import { InvalidLoggingOptionError, type LoggingOptions, logging } from "../../lib/middleware/index.ts";
import { lambdaContext } from "./lambda-context.ts";
import { SlowHandler } from "./slow-handler.ts";

type Hook = (request: { event: unknown; response?: unknown; error?: unknown }) => unknown;
interface Stack {
  (event: unknown, context: unknown): Promise<unknown>;
  use(middleware: unknown): Stack;
  before(hook: Hook): Stack;
  after(hook: Hook): Stack;
  onError(hook: Hook): Stack;
  handler(run: (event: never, context: never) => unknown): Stack;
}
type Middy = (plugin?: unknown) => Stack;

const logger = getLogger("orders");
let network: SlowHandler;
let memory: MemoryHandler;

beforeEach(async () => {
  network = new SlowHandler();
  memory = new MemoryHandler();
  await configure({
    handlers: { network, memory },
    loggers: { "": { level: "info", handlers: ["network", "memory"] } },
  });
});

afterEach(() => vi.restoreAllMocks());

/** Every way of putting the middleware into a stack. */
const WAYS = [
  ["middy 7, plugin", middy7 as unknown as Middy, true, false],
  ["middy 7, use", middy7 as unknown as Middy, false, true],
  ["middy 7, plugin and use", middy7 as unknown as Middy, true, true],
  ["middy 6, use", middy6 as unknown as Middy, false, true],
  ["middy 6, plugin and use", middy6 as unknown as Middy, true, true],
] as const;

describe.each(WAYS)("logging() with %s", (_name, middy, asPlugin, asMiddleware) => {
  function stack(options: Partial<LoggingOptions> = {}): Stack {
    const logs = logging({ logger, ...options });
    const empty = asPlugin ? middy(logs) : middy();
    return asMiddleware ? empty.use(logs) : empty;
  }

  it("binds the invocation's fields to every record", async () => {
    vi.stubEnv(
      "_X_AMZN_TRACE_ID",
      "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1",
    );
    const handler = stack().handler(async () => {
      getLogger("elsewhere").info("working");
      return "done";
    });

    const response = await handler({}, lambdaContext("request-9"));

    expect(response).toBe("done");
    expect(memory.entries[0]).toMatchObject({
      message: "working",
      requestId: "request-9",
      functionName: "orders",
      functionVersion: "7",
      functionMemory: 256,
      functionArn: "arn:aws:lambda:eu-west-1:111122223333:function:orders",
      xrayTraceId: "1-5759e988-bd862e3fe1be46a994272793",
    });
    vi.unstubAllEnvs();
  });

  it("delivers everything before the response, with one summary", async () => {
    const handler = stack().handler(async () => {
      logger.info("working");
      return "done";
    });

    await handler({}, lambdaContext());

    expect(network.messages).toEqual(["working", "invocation finished"]);
    expect(memory.entries[1]).toMatchObject({
      outcome: "success",
      durationMs: expect.any(Number),
      memoryUsedMb: expect.any(Number),
    });
  });

  it("flushes within the remaining time less the reserve", async () => {
    const handler = stack({ reserve: 500 }).handler(async () => "done");

    await handler({}, lambdaContext("request-1", 10_000));

    const deadline = network.deadlines[0]!;
    expect(deadline - Date.now()).toBeGreaterThan(8_000);
    expect(deadline - Date.now()).toBeLessThanOrEqual(9_500);
  });

  it("delivers when a later before answers early", async () => {
    const handler = stack()
      .before(() => {
        logger.info("answering early");
        return { statusCode: 304 };
      })
      .handler(async () => "never");

    const response = await handler({}, lambdaContext());

    expect(response).toEqual({ statusCode: 304 });
    expect(network.messages).toEqual(["answering early", "invocation finished"]);
  });

  it("delivers when another after answers instead", async () => {
    const handler = stack()
      .after(() => "other")
      .handler(async () => "done");

    const response = await handler({}, lambdaContext());

    expect(response).toBe("other");
    expect(network.messages).toEqual(["invocation finished"]);
  });

  it("logs the error once and delivers when nobody handles it", async () => {
    const handler = stack().handler(async () => {
      throw new Error("out of stock", { cause: new Error("warehouse") });
    });

    await expect(handler({}, lambdaContext())).rejects.toThrow("out of stock");

    expect(network.messages).toEqual(["invocation failed", "invocation finished"]);
    expect(memory.entries[0]).toMatchObject({
      level: "ERROR",
      error: { message: "out of stock", cause: { message: "warehouse" } },
    });
    expect(memory.entries[1]).toMatchObject({ outcome: "error" });
  });

  it("logs the error and delivers when another onError answers", async () => {
    const handler = stack()
      .onError(() => ({ statusCode: 500 }))
      .handler(async () => {
        throw new Error("out of stock");
      });

    const response = await handler({}, lambdaContext());

    expect(response).toEqual({ statusCode: 500 });
    expect(network.messages).toEqual(["invocation failed", "invocation finished"]);
  });

  it("logs the error and delivers when another onError sets the response", async () => {
    const handler = stack()
      .onError((request) => {
        request.response = { statusCode: 502 };
      })
      .handler(async () => {
        throw new Error("out of stock");
      });

    const response = await handler({}, lambdaContext());

    expect(response).toEqual({ statusCode: 502 });
    expect(network.messages).toEqual(["invocation failed", "invocation finished"]);
  });

  it("tells of a failure by what is no error, once", async () => {
    const handler = stack()
      .onError(() => "handled")
      .handler(() => Promise.reject("just a text"));

    const response = await handler({}, lambdaContext());

    expect(response).toBe("handled");
    expect(network.messages).toEqual(["invocation failed", "invocation finished"]);
    expect(memory.entries[0]).toMatchObject({ error: { message: "just a text" } });
    expect(memory.entries[1]).toMatchObject({ outcome: "error" });
  });

  it("delivers when the handler returns nothing", async () => {
    const handler = stack().handler(async () => {
      logger.info("working");
    });

    const response = await handler({}, lambdaContext());

    expect(response).toBeUndefined();
    expect(network.messages).toEqual(["working", "invocation finished"]);
    expect(memory.entries[1]).toMatchObject({ outcome: "success" });
  });

  it("delivers when another onError waits and then throws", async () => {
    const stdout = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    const handler = stack()
      .onError(async () => {
        await new Promise((resolve) => setImmediate(resolve));
        throw new Error("worse");
      })
      .handler(async () => {
        throw new Error("out of stock");
      });

    await expect(handler({}, lambdaContext())).rejects.toThrow("worse");

    const written = [...network.messages, ...stdout.mock.calls.map(([text]) => String(text))].join("\n");
    expect(written).toContain("invocation failed");
    expect(written).toContain("invocation finished");
  });

  it("loses nothing when another onError throws", async () => {
    const stdout = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    const handler = stack()
      .onError(() => {
        throw new Error("worse");
      })
      .handler(async () => {
        throw new Error("out of stock");
      });

    await expect(handler({}, lambdaContext())).rejects.toThrow("worse");

    const written = [...network.messages, ...stdout.mock.calls.map(([text]) => String(text))].join("\n");
    expect(written).toContain("invocation failed");
    const errors = memory.entries.map(
      (entry) => (entry["error"] as { message: string } | undefined)?.message,
    );
    expect(errors).toContain("worse");
    expect(written).toContain("invocation finished");
  });

  it("keeps 100 interleaved invocations apart", async () => {
    const handler = stack({ correlationId: "sqs" }).handler(
      async (event: { Records: { messageId: string }[] }) => {
        const id = event.Records[0]!.messageId;
        for (let step = 0; step < 5; step += 1) {
          await new Promise((resolve) =>
            step % 2 === 0 ? setImmediate(resolve) : process.nextTick(resolve),
          );
          getLogger(`deep.${step}`).info({ mine: id }, "step");
        }
        return id;
      },
    );

    const ids = Array.from({ length: 100 }, (_, index) => `m-${index}`);
    await Promise.all(ids.map((id) => handler({ Records: [{ messageId: id }] }, lambdaContext(`r-${id}`))));

    const steps = memory.entries.filter((entry) => entry["message"] === "step");
    expect(steps).toHaveLength(500);
    for (const entry of steps) {
      expect(entry["requestId"]).toBe(`r-${entry["mine"]}`);
      expect(entry["correlationId"]).toBe(entry["mine"]);
    }
    expect(memory.entries.filter((entry) => entry["message"] === "invocation finished")).toHaveLength(100);
  });

  it("keeps the debug records of interleaved invocations apart", async () => {
    await configure({
      handlers: { memory },
      loggers: { "": { level: "info", handlers: ["memory"], buffer: true } },
    });
    const handler = stack({ summary: false }).handler(async (event: { id: number }) => {
      logger.debug({ mine: event.id }, "detail");
      await new Promise((resolve) => setImmediate(resolve));
      if (event.id % 2 === 1) throw new Error("odd");
    });

    await Promise.allSettled(
      Array.from({ length: 10 }, (_, id) => handler({ id }, lambdaContext(`r-${id}`))),
    );

    const details = memory.entries.filter((entry) => entry["message"] === "detail");
    expect(details.map((entry) => [entry["requestId"], entry["mine"]]).sort()).toEqual([
      ["r-1", 1],
      ["r-3", 3],
      ["r-5", 5],
      ["r-7", 7],
      ["r-9", 9],
    ]);
  });

  it("delivers the last records of an invocation that runs into its limit", async () => {
    const never = Promise.withResolvers<void>();
    const handler = stack({ timeoutMargin: 60 }).handler(() => {
      logger.info("waiting for ever");
      return never.promise;
    });

    // Settled at once: on a busy machine middy ends the invocation before the test looks.
    const ended = Promise.allSettled([handler({}, lambdaContext("request-1", 120))]);
    await vi.waitFor(() => expect(network.messages).toContain("timing out"), {
      timeout: 30_000,
      interval: 5,
    });

    expect(network.messages.slice(0, 2)).toEqual(["waiting for ever", "timing out"]);
    never.resolve();
    await ended;
  });

  it("writes on standard output what a stalled network did not take in time", async () => {
    const stdout = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    network.stalled = true;
    const never = Promise.withResolvers<void>();
    const handler = stack({ timeoutMargin: 60 }).handler(() => {
      logger.info("waiting for ever");
      return never.promise;
    });

    // Settled at once: on a busy machine middy ends the invocation before the test looks.
    const ended = Promise.allSettled([handler({}, lambdaContext("request-1", 120))]);
    const written = () => stdout.mock.calls.map(([text]) => String(text)).join("");
    await vi.waitFor(() => expect(written()).toContain("timing out"), { timeout: 30_000, interval: 5 });

    expect(
      written()
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line).message)
        .slice(0, 2),
    ).toEqual(["waiting for ever", "timing out"]);
    never.resolve();
    await ended;
  });

  it("logs event and response without credentials and within the limit", async () => {
    const handler = stack({
      logEvent: { redact: ["cardNumber"], maximumBytes: 300 },
      logResponse: { maximumBytes: 100 },
    }).handler(async () => ({ body: "x".repeat(1_000) }));

    await handler(
      {
        headers: { Authorization: "Bearer abc" },
        body: '{"cardNumber":"4111","amount":5}',
        nested: [{ cardnumber: 1 }],
      },
      lambdaContext(),
    );

    const [event, response] = memory.entries as [Record<string, never>, Record<string, never>];
    expect(event["event"]).toEqual({
      headers: { Authorization: "[REDACTED]" },
      body: '{"cardNumber":"[REDACTED]","amount":5}',
      nested: [{ cardnumber: "[REDACTED]" }],
    });
    expect(response["response"]).toMatchObject({ truncated: true, bytes: 1_011 });
  });

  it("finds the correlation id by an expression", async () => {
    const handler = stack({ correlationId: "detail.order.id" }).handler(async () => logger.info("working"));
    if (!asMiddleware) await vi.dynamicImportSettled();

    await handler({ detail: { order: { id: "o-17" } } }, lambdaContext());

    expect(memory.entries[0]).toMatchObject({ message: "working", correlationId: "o-17" });
  });

  it("flushes the metrics", async () => {
    const lines: string[] = [];
    const metrics = createMetrics({ namespace: "Shop", write: (line) => lines.push(line) });
    const handler = stack({ metrics }).handler(async () => metrics.count("Orders"));

    await handler({}, lambdaContext());

    expect(lines).toHaveLength(1);
  });
});

describe("logging()", () => {
  it.each([
    [{}],
    [{ logger: {} }],
    [{ logger, sumary: true }],
    [{ logger, reserve: -1 }],
    [{ logger, timeoutMargin: Number.NaN }],
  ])("refuses wrong options", (options) => {
    expect(() => logging(options as never)).toThrow(InvalidLoggingOptionError);
  });
});

import { beforeEach, describe, expect, it } from "vitest";
import { configure } from "../../lib/config/configure.ts";
import { MemoryHandler } from "../../lib/handlers/memory.ts";
import { getLogger } from "../../lib/logger/logger.ts";
import { addFields, InvalidLoggingOptionError, withLogging } from "../../lib/middleware/index.ts";
import { lambdaContext } from "./lambda-context.ts";

const logger = getLogger("orders");
let memory: MemoryHandler;
beforeEach(async () => {
  memory = new MemoryHandler();
  await configure({ handlers: { memory }, loggers: { "": { level: "info" } } });
});

describe("the summary as the one wide record", () => {
  it("has what was added from anywhere below, of its own invocation alone", async () => {
    const below = async (id: string) => {
      await new Promise((resolve) => setImmediate(resolve));
      addFields({ orderId: id, outcome: "paid" });
    };
    const handler = withLogging((event: { id: string }) => below(event.id), { logger });

    await Promise.all(
      Array.from({ length: 100 }, (_, index) => handler({ id: `o-${index}` }, lambdaContext(`r-o-${index}`))),
    );

    expect(memory.entries).toHaveLength(100);
    for (const entry of memory.entries) {
      expect(entry).toMatchObject({ outcome: "success", outcome_: "paid" });
      expect(entry["requestId"]).toBe(`r-${entry["orderId"]}`);
    }
  });

  it("is sampled at its end, and kept for failures, slow ones and what a function keeps", async () => {
    const sampling = { rate: 0, keep: ({ plan }: Readonly<Record<string, unknown>>) => plan === "business" };
    const handler = withLogging(
      async (event: { fails?: true; plan?: string }) => {
        addFields({ plan: event.plan });
        if (event.fails) throw new Error("no");
      },
      { logger, sampling, logErrors: false },
    );
    const slow = withLogging(async () => {}, { logger, sampling: { rate: 0, slowMs: 0 } });

    await handler({}, lambdaContext());
    await handler({ plan: "business" }, lambdaContext());
    await handler({ fails: true }, lambdaContext()).catch(() => {});
    await slow({}, lambdaContext());

    expect(memory.entries.map((entry) => [entry["outcome"], entry["plan"]])).toEqual([
      ["success", "business"],
      ["error", undefined],
      ["success", undefined],
    ]);
  });

  it("refuses a rate that is none", () => {
    const make = () => withLogging(async () => {}, { logger, sampling: { rate: 7 } });

    expect(make).toThrow(InvalidLoggingOptionError);
  });
});

describe("several invocations at once in one environment", () => {
  it("have each their own tenant and trace", async () => {
    const handler = withLogging(
      async (event: { id: string }) => {
        await new Promise((resolve) => setImmediate(resolve));
        logger.info({ mine: event.id }, "step");
      },
      { logger, summary: false },
    );

    await Promise.all(
      Array.from({ length: 200 }, (_, index) => {
        const context = {
          ...lambdaContext(`r-${index}`),
          tenantId: `t-${index}`,
          xRayTraceId: `Root=1-${index};Sampled=1`,
        };
        return handler({ id: String(index) }, context);
      }),
    );

    expect(memory.entries).toHaveLength(200);
    for (const { mine, requestId, tenantId, xrayTraceId } of memory.entries)
      expect([requestId, tenantId, xrayTraceId]).toEqual([`r-${mine}`, `t-${mine}`, `1-${mine}`]);
  });
});

describe("a handler with a callback", () => {
  const wrap = (
    handler: (
      event: unknown,
      context: unknown,
      callback: (error: unknown, result?: unknown) => void,
    ) => unknown,
  ) =>
    withLogging(handler as never, { logger, summary: false }) as (
      event: unknown,
      context: unknown,
    ) => Promise<unknown>;

  it("becomes a function without a parameter for one, which returns a promise", async () => {
    const handler = wrap((event, _context, callback) => {
      setImmediate(() => {
        logger.info("working");
        callback(null, event);
      });
    });

    const result = await handler(17, lambdaContext("r-1"));

    expect(result).toBe(17);
    expect(handler.length).toBeLessThan(3);
    expect(memory.entries).toMatchObject([{ message: "working", requestId: "r-1" }]);
  });

  it("fails by its callback, by what it throws and by its promise", async () => {
    const failure = new Error("out of stock");
    const byCallback = wrap((_event, _context, callback) => callback(failure));
    const byThrow = wrap((_event, _context, _callback) => {
      throw failure;
    });
    const byPromise = wrap(async (_event, _context, _callback) => {
      throw failure;
    });

    for (const handler of [byCallback, byThrow, byPromise])
      await expect(handler({}, lambdaContext())).rejects.toBe(failure);

    expect(memory.entries).toMatchObject([
      { message: "invocation failed", error: { message: "out of stock" } },
    ]);
  });

  it("may return a promise instead", async () => {
    const handler = wrap(async (event, _context, _callback) => event);

    expect(await handler("by promise", lambdaContext())).toBe("by promise");
  });
});

import { type DurableContext, withDurableExecution } from "@aws/durable-execution-sdk-js";
import { LocalDurableTestRunner } from "@aws/durable-execution-sdk-js-testing";
import { configure, getLogger, MemoryHandler } from "cumulog";
import { durableLogging, withLogging } from "cumulog/middleware";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

const log = getLogger("orders");
let memory: MemoryHandler;
let flushes: number;

beforeAll(() => LocalDurableTestRunner.setupTestEnvironment({ skipTime: false }));
afterAll(() => LocalDurableTestRunner.teardownTestEnvironment());
beforeEach(async () => {
  memory = new MemoryHandler();
  flushes = 0;
  const { flush } = memory;
  memory.flush = () => {
    flushes += 1;
    return flush.call(memory);
  };
  await configure({ handlers: { memory }, loggers: { "": { level: "info" } } });
});

/** Three waits, so four runs of this code. */
async function placeOrder(_event: unknown, context: DurableContext): Promise<string> {
  log.info("received");
  const price = await context.step("price", async () => {
    log.info("asking for the price");
    return 12;
  });
  await context.wait("cool down", { seconds: 1 });
  log.info({ price }, "priced");
  await context.wait("settle", { seconds: 1 });
  log.info("settled");
  let attempts = 0;
  await context.step(
    "pay",
    async ({ attempt }) => {
      attempts = attempt;
      log.info("paying");
      if (attempt < 2) throw new Error("card machine is busy");
    },
    { retryStrategy: (_error, attempt) => ({ shouldRetry: attempt < 3, delay: { seconds: 1 } }) },
  );
  log.info({ attempts }, "paid");
  await context.wait("deliver", { seconds: 1 });
  log.info("delivered");
  return "done";
}

const MESSAGES = [
  "received",
  "asking for the price",
  "priced",
  "settled",
  "paying",
  "paying",
  "paid",
  "delivered",
];
const options = { logger: log };

describe.each([
  ["inside", withDurableExecution(withLogging(placeOrder, options))],
  [
    "inside, with the plugin",
    withDurableExecution(withLogging(placeOrder, options), { plugins: [durableLogging()] }),
  ],
  [
    "outside, with the plugin",
    withLogging(withDurableExecution(placeOrder, { plugins: [durableLogging()] }), options) as ReturnType<
      typeof withDurableExecution
    >,
  ],
])("withLogging %s of withDurableExecution", (_, handlerFunction) => {
  test("each call is written once although the handler is replayed", async () => {
    const runner = new LocalDurableTestRunner({ handlerFunction });

    const execution = await runner.run({ payload: { orderId: "o-1" } });

    expect(execution.getResult()).toBe("done");
    const own = memory.entries.filter((entry) => MESSAGES.includes(String(entry["message"])));
    expect(own.map((entry) => entry["message"])).toEqual(MESSAGES);
    const names = new Set(memory.entries.map((entry) => entry["executionName"]));
    expect(names.size).toBe(1);
    expect([...names][0]).toEqual(expect.any(String));
    expect(own[0]).not.toHaveProperty("operation");
    expect(own[1]).toMatchObject({ operation: "price", attempt: 1 });
    expect(own.filter((entry) => entry["message"] === "paying")).toMatchObject([
      { operation: "pay", attempt: 1 },
      { operation: "pay", attempt: 2 },
    ]);
    expect(own[6]).not.toHaveProperty("operation");
  });

  test("each run ends with its summary, and is flushed before it is suspended", async () => {
    const runner = new LocalDurableTestRunner({ handlerFunction });

    const execution = await runner.run({ payload: { orderId: "o-1" } });

    const outcomes = memory.entries
      .filter((entry) => entry["message"] === "invocation finished")
      .map((entry) => entry["outcome"]);
    const runs = execution.getInvocations().length;
    expect(runs).toBeGreaterThanOrEqual(4);
    expect(outcomes).toEqual([...Array<string>(runs - 1).fill("suspended"), "success"]);
    expect(flushes).toBeGreaterThanOrEqual(runs);
  });
});

test("child contexts that wait are written once, with the plugin", async () => {
  const run = async (_event: unknown, context: DurableContext) => {
    await context.runInChildContext("pack", async (child) => {
      log.info("packing");
      await child.wait("tape", { seconds: 1 });
      log.info("packed");
      await child.wait("label", { seconds: 1 });
      log.info("labelled");
    });
    log.info("sent");
    await context.wait("end", { seconds: 1 });
    log.info("over");
  };
  const handlerFunction = withDurableExecution(withLogging(run, options), { plugins: [durableLogging()] });

  await new LocalDurableTestRunner({ handlerFunction }).run({ payload: {} });

  const own = memory.entries.filter((entry) => entry["message"] !== "invocation finished");
  expect(own.map((entry) => [entry["message"], entry["operation"]])).toEqual([
    ["packing", "pack"],
    ["packed", "pack"],
    ["labelled", "pack"],
    ["sent", undefined],
    ["over", undefined],
  ]);
});

test("an execution that fails is logged once with its error", async () => {
  const run = async (_event: unknown, context: DurableContext) => {
    await context.wait("a while", { seconds: 1 });
    throw new Error("out of stock");
  };
  const handlerFunction = withDurableExecution(withLogging(run, options));

  await new LocalDurableTestRunner({ handlerFunction }).run({ payload: {} });

  const failed = memory.entries.filter((entry) => entry["message"] === "invocation failed");
  expect(failed).toMatchObject([{ level: "ERROR", error: { message: "out of stock" } }]);
});

test("the durable context's own logger writes with ours", async () => {
  const run = async (_event: unknown, context: DurableContext) => {
    context.logger.info("by the context's logger", { orderId: "o-1" });
    await context.wait("a while", { seconds: 1 });
    await context.step("last", async (step) => step.logger.warn("in a step"));
  };
  const handlerFunction = withDurableExecution(withLogging(run, { ...options, summary: false }));

  await new LocalDurableTestRunner({ handlerFunction }).run({ payload: {} });

  expect(memory.entries).toMatchObject([
    { message: "by the context's logger", orderId: "o-1", level: "INFO" },
    { message: "in a step", level: "WARN", operation: "last", attempt: 1 },
  ]);
});

import { beforeEach, describe, expect, it } from "vitest";
import { configure } from "../../lib/config/configure.ts";
import { MemoryHandler } from "../../lib/handlers/memory.ts";
import { onInternal } from "../../lib/logger/internal-channel.ts";
import { getLogger } from "../../lib/logger/logger.ts";
import { type DurableOperation, durableLogging, withLogging } from "../../lib/middleware/index.ts";
import { lambdaContext } from "./lambda-context.ts";

// The SDK itself is tested with in test/interop/durable.

const logger = getLogger("orders");
const ARN = "arn:aws:lambda:eu-west-1:111122223333:function:orders:7/durable-execution/order-17/0b1c";
let memory: MemoryHandler;
beforeEach(async () => {
  memory = new MemoryHandler();
  await configure({ handlers: { memory }, loggers: { "": { level: "info" } } });
});

const operation = (id: string, type: string, status: string, parentId?: string): DurableOperation => ({
  id,
  name: `name of ${id}`,
  type,
  status,
  ...(parentId !== undefined && { parentId }),
});

/** One invocation of a durable function, as the SDK runs it, whose handler tells the plugin of operations by itself. */
async function run(
  known: readonly DurableOperation[],
  body: (plugin: ReturnType<typeof durableLogging>) => Promise<void>,
  result: object = { Status: "SUCCEEDED" },
): Promise<void> {
  const plugin = durableLogging();
  const operations = Object.fromEntries(
    [operation("0", "EXECUTION", "STARTED"), ...known].map((one) => [one.id, one]),
  );
  const durable = () =>
    plugin.wrapInvocation({ requestId: "r-1", operations }, async () => {
      await body(plugin);
      return result;
    });
  const event = {
    DurableExecutionArn: ARN,
    CheckpointToken: "t",
    InitialExecutionState: { Operations: Object.values(operations) },
  };
  await withLogging(durable, { logger })(event, lambdaContext("r-1"));
}

const messages = () => memory.entries.map((entry) => entry["message"]);

describe("records of a durable function", () => {
  it("are all written in its first run, with the execution's name", async () => {
    await run([], async () => logger.info("first"));

    expect(memory.entries).toMatchObject([
      { message: "first", executionName: "order-17" },
      { message: "invocation finished", outcome: "success" },
    ]);
  });

  it("are dropped until the operations of earlier runs were come by", async () => {
    const [first, step, wait] = [
      operation("1", "WAIT", "SUCCEEDED"),
      operation("2", "STEP", "SUCCEEDED"),
      operation("3", "WAIT", "SUCCEEDED"),
    ];

    await run([first, step, wait], async (plugin) => {
      logger.info("again");
      await plugin.onOperationEnd(first);
      logger.info("again, behind the first wait");
      // Of a step that has its result the SDK tells nothing.
      logger.info("again, behind the step");
      await plugin.onOperationEnd(wait);
      logger.info("new");
    });

    expect(messages()).toEqual(["new", "invocation finished"]);
  });

  it("are written behind a step that an invocation which broke off has left last", async () => {
    await run([operation("1", "STEP", "SUCCEEDED")], async () => logger.info("rather twice than never"));

    expect(messages()).toEqual(["rather twice than never", "invocation finished"]);
  });

  it("are written from an operation on that nobody knew", async () => {
    await run([operation("1", "WAIT", "PENDING")], async (plugin) => {
      await plugin.onOperationStart(operation("2", "STEP", "STARTED"));
      logger.info("new");
    });

    expect(messages()).toEqual(["new", "invocation finished"]);
  });

  it("of a child context that is over are dropped, and of one that is not once", async () => {
    const [over, open, inner] = [
      operation("1", "CONTEXT", "SUCCEEDED"),
      operation("2", "CONTEXT", "STARTED"),
      operation("3", "WAIT", "SUCCEEDED", "2"),
    ];

    await run([over, open, inner], async (plugin) => {
      await plugin.wrapChildContextFn(over, () => logger.info("over"));
      await plugin.onOperationEnd(over);
      await plugin.onOperationStart(open);
      await plugin.wrapChildContextFn(open, async () => {
        logger.info("before the wait within");
        await plugin.onOperationEnd(inner);
        logger.info("behind it");
      });
    });

    expect(memory.entries).toMatchObject([
      { message: "behind it", operation: "name of 2" },
      { message: "invocation finished" },
    ]);
  });

  it("of a step have its attempt, also while its surroundings are replayed", async () => {
    const retried = { ...operation("1", "STEP", "PENDING"), attempt: 2 };

    await run([retried], async (plugin) => {
      await plugin.wrapOperationAttemptFn(retried, () => logger.info("paying"));
    });

    expect(memory.entries[0]).toMatchObject({ message: "paying", operation: "name of 1", attempt: 2 });
  });

  it("end with a summary that says that the execution goes on later", async () => {
    await run([], async () => {}, { Status: "PENDING" });

    expect(memory.entries).toMatchObject([{ message: "invocation finished", outcome: "suspended" }]);
  });

  it("are written again where nobody tells of operations, which is told once", async () => {
    const problems: string[] = [];
    const forget = onInternal(({ code }) => problems.push(code));
    const handler = withLogging(async () => logger.info("again"), { logger, summary: false });
    const Operations = [operation("0", "EXECUTION", "STARTED"), operation("1", "WAIT", "SUCCEEDED")];
    const event = { DurableExecutionArn: ARN, CheckpointToken: "t", InitialExecutionState: { Operations } };

    await handler(event, lambdaContext());
    await handler(event, lambdaContext());
    forget();

    expect(messages()).toEqual(["again", "again"]);
    expect(problems).toEqual(["durable-replays"]);
  });
});

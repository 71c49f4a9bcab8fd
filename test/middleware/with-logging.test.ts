import { beforeEach, describe, expect, it } from "vitest";
import { configure } from "../../lib/config/configure.ts";
import { MemoryHandler } from "../../lib/handlers/memory.ts";
import { getContext } from "../../lib/logger/context.ts";
import { getLogger } from "../../lib/logger/logger.ts";
import { withLogging } from "../../lib/middleware/index.ts";
import { lambdaContext } from "./lambda-context.ts";
import { SlowHandler } from "./slow-handler.ts";

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

describe("withLogging", () => {
  it("leaves out what a context does not tell", async () => {
    const handler = withLogging(async () => logger.info("working"), { logger, summary: false });

    await handler({}, { awsRequestId: "r" } as never);

    expect(memory.entries[0]).toMatchObject({ requestId: "r" });
    expect(memory.entries[0]).not.toHaveProperty("functionMemory");
  });

  it("binds, delivers and passes on the result", async () => {
    const handler = withLogging(
      async (event: { id: string }) => {
        logger.info("working");
        return event.id;
      },
      { logger },
    );

    const result = await handler({ id: "o-1" }, lambdaContext("request-3"));

    expect(result).toBe("o-1");
    expect(network.messages).toEqual(["working", "invocation finished"]);
    expect(memory.entries[0]).toMatchObject({ requestId: "request-3" });
    expect(getContext()).toBeUndefined();
  });

  it("passes on what a handler throws, synchronously or not, logged once however often it is wrapped", async () => {
    const inner = withLogging(
      () => {
        throw new Error("out of stock");
      },
      { logger },
    );
    const outer = withLogging(inner, { logger, summary: false });

    await expect(outer({}, lambdaContext())).rejects.toThrow("out of stock");

    expect(network.messages).toEqual(["invocation failed", "invocation finished"]);
  });

  it("serves interleaved invocations", async () => {
    const handler = withLogging(
      async (event: { id: string }) => {
        await new Promise((resolve) => setImmediate(resolve));
        logger.info({ mine: event.id }, "step");
      },
      { logger, correlationId: (event) => (event as { id: string }).id },
    );

    await Promise.all(
      Array.from({ length: 100 }, (_, index) => handler({ id: `e-${index}` }, lambdaContext(`r-e-${index}`))),
    );

    const steps = memory.entries.filter((entry) => entry["message"] === "step");
    expect(steps).toHaveLength(100);
    for (const entry of steps) {
      expect(entry).toMatchObject({ correlationId: entry["mine"], requestId: `r-${entry["mine"]}` });
    }
  });
});

import { PassThrough, Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import middy7 from "@middy/core";
import { executionModeStreamifyResponse } from "@middy/core/StreamifyResponse";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { configure } from "../../lib/config/configure.ts";
import { MemoryHandler } from "../../lib/handlers/memory.ts";
import { getLogger } from "../../lib/logger/logger.ts";
import { logging, withLogging } from "../../lib/middleware/index.ts";
import { lambdaContext } from "./lambda-context.ts";
import { SlowHandler } from "./slow-handler.ts";

type Streaming = (event: unknown, stream: Writable, context: unknown) => Promise<unknown>;

interface Stack {
  use(middleware: unknown): Stack;
  handler(run: (event: never, context: never) => unknown): Streaming;
}
const middy = middy7 as unknown as (plugin?: unknown) => Stack;

const STREAMING = Symbol.for("aws.lambda.runtime.handler.streaming");
const logger = getLogger("orders");
let network: SlowHandler;
let memory: MemoryHandler;
/** Bytes that were taken, and records by their messages, in the order in which they came. */
let happened: string[];

beforeEach(async () => {
  vi.stubGlobal("awslambda", {
    streamifyResponse: (handler: object) => Object.assign(handler, { [STREAMING]: "response" }),
    HttpResponseStream: { from: (stream: Writable) => stream },
  });
  happened = [];
  network = new SlowHandler();
  memory = new MemoryHandler({
    filter: (record) => {
      happened.push(record.message);
      return true;
    },
  });
  await configure({
    handlers: { network, memory },
    loggers: { "": { level: "info", handlers: ["network", "memory"] } },
  });
});

/** Takes each chunk only after a while, as a client on a slow network does. */
function slowClient(): Writable {
  return new Writable({
    highWaterMark: 1,
    write(chunk, _encoding, done) {
      setImmediate(() => {
        if (chunk.length > 0) happened.push(`bytes ${chunk}`);
        done();
      });
    },
  });
}

function brokenClient(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done(new Error("client went away")) });
}

/** Every way of writing a handler that streams two chunks. */
const FORMS: readonly (readonly [string, () => Streaming])[] = [
  [
    "bare, that ends the stream and returns",
    () =>
      withLogging(
        async (_event: unknown, stream: Writable, context: { awsRequestId: string }) => {
          logger.info(`request ${context.awsRequestId}`);
          stream.write("one");
          stream.end("two");
        },
        { logger },
      ) as Streaming,
  ],
  [
    "bare, that returns before what it pipes has ended",
    () =>
      withLogging(
        async (_event: unknown, stream: Writable, context: { awsRequestId: string }) => {
          logger.info(`request ${context.awsRequestId}`);
          Readable.from(["one", "two"]).pipe(stream);
        },
        { logger },
      ) as Streaming,
  ],
  [
    "bare, around what streamifyResponse returned",
    () => {
      const streamed: Streaming = async (_event, stream, context) => {
        logger.info(`request ${(context as { awsRequestId: string }).awsRequestId}`);
        await pipeline(Readable.from(["one", "two"]), stream);
      };
      return withLogging(Object.assign(streamed, { [STREAMING]: "response" }), { logger });
    },
  ],
  [
    "middy given",
    () =>
      middy({ ...logging({ logger }), executionMode: executionModeStreamifyResponse }).handler((async (
        _event: unknown,
        context: { awsRequestId: string },
      ) => {
        logger.info(`request ${context.awsRequestId}`);
        return { statusCode: 200, body: Readable.from(["one", "two"]) };
      }) as never),
  ],
  [
    "middy given and use",
    () => {
      const logs = logging({ logger });
      return middy({ ...logs, executionMode: executionModeStreamifyResponse })
        .use(logs)
        .handler(async (_event: unknown, context: { awsRequestId: string }) => {
          logger.info(`request ${context.awsRequestId}`);
          return Readable.from(["one", "two"]);
        });
    },
  ],
  [
    "withLogging around middy",
    () =>
      withLogging(
        middy({ executionMode: executionModeStreamifyResponse }).handler(
          async (_event: unknown, context: { awsRequestId: string }) => {
            logger.info(`request ${context.awsRequestId}`);
            return Readable.from(["one", "two"]);
          },
        ),
        { logger },
      ),
  ],
];

describe.each(FORMS)("a handler that streams, %s", (_name, make) => {
  it("has its context, and its end is logged and delivered after the last byte", async () => {
    const handler = make();

    await handler({}, slowClient(), lambdaContext("r-1"));

    expect(happened).toEqual(["request r-1", "bytes one", "bytes two", "invocation finished"]);
    expect(network.messages).toEqual(["request r-1", "invocation finished"]);
    for (const entry of memory.entries)
      expect(entry).toMatchObject({ requestId: "r-1", functionName: "orders", functionMemory: 256 });
    expect(memory.entries.at(-1)).toMatchObject({ outcome: "success" });
  });

  it("fails with what the client's stream fails with", async () => {
    const handler = make();

    await expect(handler({}, brokenClient(), lambdaContext("r-2"))).rejects.toThrow("client went away");

    expect(network.messages).toEqual(["request r-2", "invocation failed", "invocation finished"]);
    expect(memory.entries.at(-1)).toMatchObject({ outcome: "error" });
  });
});

describe("a handler that streams", () => {
  it("keeps Lambda's marks", () => {
    const marked = Object.assign(async () => undefined, {
      [STREAMING]: "response",
      [Symbol.for("aws.lambda.runtime.handler.streaming.highWaterMark")]: 1024,
    });

    const wrapped = withLogging(marked, { logger });

    for (const mark of Object.getOwnPropertySymbols(marked))
      expect(Reflect.get(wrapped, mark)).toBe(Reflect.get(marked, mark));
  });

  it("delivers the error of a middy stack that throws before the first byte", async () => {
    const handler = middy({
      ...logging({ logger }),
      executionMode: executionModeStreamifyResponse,
    }).handler(async () => {
      throw new Error("out of stock");
    });

    await expect(handler({}, slowClient(), lambdaContext("r-3"))).rejects.toThrow("out of stock");

    expect(network.messages).toEqual(["invocation failed", "invocation finished"]);
  });

  it("does not wait for a stream that tells of no end, nor for one that was closed", async () => {
    const handler = withLogging(async (_event: unknown, _stream: unknown, _context: unknown) => "done", {
      logger,
    });
    const closed = new PassThrough().destroy();

    await handler({}, { write: () => true, end: () => undefined }, lambdaContext("r-4"));
    await handler({}, closed, lambdaContext("r-5"));

    expect(memory.entries.map((entry) => entry["requestId"])).toEqual(["r-4", "r-5"]);
  });

  it("is told with a sentence that use() cannot work where it answers with a stream", async () => {
    const handler = middy({ executionMode: executionModeStreamifyResponse })
      .use(logging({ logger }))
      .handler(async () => ({
        statusCode: 200,
        body: Readable.from(["one"]),
      }));

    await expect(handler({}, slowClient(), lambdaContext("r-6"))).rejects.toThrow(
      "logging: given to use(), it cannot see the end of a streamed response; give it to middy 7 itself, " +
        "middy({ ...logging({ logger }), executionMode: executionModeStreamifyResponse }), or put withLogging around the whole stack",
    );

    expect(network.messages).toEqual(["invocation failed", "invocation finished"]);
  });

  it.each([
    ["use", () => middy().use(logging({ logger }))],
    ["middy given", () => middy(logging({ logger }))],
  ])("is told with a sentence that middy lost the context (%s)", async (_form, stack) => {
    const handler = stack().handler(async () => undefined);

    await expect(handler({}, slowClient(), lambdaContext("r-7"))).rejects.toThrow(
      "middy got a response stream where it expects the context",
    );
  });

  it("does not write a stream's inside as the response", async () => {
    const handler = middy({
      ...logging({ logger, logResponse: true }),
      executionMode: executionModeStreamifyResponse,
    }).handler(async () => ({
      statusCode: 201,
      body: Readable.from(["one"]),
    }));

    await handler({}, slowClient(), lambdaContext("r-8"));

    expect(memory.entries[0]).toMatchObject({ response: { statusCode: 201, body: "[stream]" } });
  });
});

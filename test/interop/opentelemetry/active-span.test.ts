import { setTimeout as wait } from "node:timers/promises";
import { context, type Span, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { AlwaysOffSampler, TracerProvider } from "@opentelemetry/sdk-trace";
import { configure, getLogger, jsonFormatter, MemoryHandler } from "cumulog";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

const memory = new MemoryHandler();
const log = getLogger("orders");
const manager = new AsyncLocalStorageContextManager();

beforeAll(async () => {
  context.setGlobalContextManager(manager.enable());
  await configure({ handlers: { memory } });
});
afterEach(() => memory.clear());
afterAll(async () => {
  context.disable();
  await configure({});
});

const lines = (): Record<string, unknown>[] =>
  memory.records.map((record) => JSON.parse(jsonFormatter(record)) as Record<string, unknown>);

function carried(span: Span): object {
  const { traceId, spanId } = span.spanContext();
  return { trace_id: traceId, span_id: spanId };
}

test("records carry the ids of the SDK's spans, nested ones too, and none outside", () => {
  // Prepare
  const tracer = new TracerProvider().getTracer("test");
  const expected: object[] = [];

  // Act
  tracer.startActiveSpan("outer", (outer) => {
    log.info("outer");
    tracer.startActiveSpan("inner", (inner) => {
      log.error(new Error("broken"), "inner");
      expected.push(carried(outer), carried(inner));
    });
  });
  log.info("outside");

  // Assess
  expect(lines().slice(0, 2)).toMatchObject(expected.map((ids) => ({ ...ids, trace_flags: "01" })));
  expect(lines()[2]).not.toHaveProperty("trace_id");
});

test("a span that is not sampled has the flags 00", () => {
  const tracer = new TracerProvider({ sampler: new AlwaysOffSampler() }).getTracer("test");

  tracer.startActiveSpan("request", () => log.info("unsampled"));

  expect(lines()).toMatchObject([{ trace_id: expect.stringMatching(/^[0-9a-f]{32}$/), trace_flags: "00" }]);
});

test("none of 200 overlapping requests has another's span", async () => {
  // Prepare
  const tracer = new TracerProvider().getTracer("test");

  // Act
  await Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      tracer.startActiveSpan(`request ${index}`, async (span) => {
        await wait(index % 7);
        log.info({ expected: trace.getActiveSpan()?.spanContext().spanId }, "late");
        span.end();
      }),
    ),
  );

  // Assess
  expect(new Set(lines().map(({ span_id }) => span_id)).size).toBe(200);
  for (const { span_id, expected } of lines()) expect(span_id).toBe(expected);
});

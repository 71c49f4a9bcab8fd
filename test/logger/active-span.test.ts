import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as wait } from "node:timers/promises";
import {
  type Context,
  type ContextManager,
  context,
  ROOT_CONTEXT,
  type SpanContext,
  trace,
} from "@opentelemetry/api";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { configure } from "../../lib/config/configure.ts";
import { MemoryHandler } from "../../lib/handlers/memory.ts";
import { xRayTraceId } from "../../lib/logger/active-span.ts";
import { withContext } from "../../lib/logger/context.ts";
import { jsonFormatter } from "../../lib/logger/json-formatter.ts";
import { getLogger } from "../../lib/logger/logger.ts";

const storage = new AsyncLocalStorage<Context>();
const manager: ContextManager = {
  active: () => storage.getStore() ?? ROOT_CONTEXT,
  with: (active, run, self, ...values) => storage.run(active, () => run.call(self, ...values)),
  bind: (_context, target) => target,
  enable: () => manager,
  disable: () => manager,
};
const SPAN: SpanContext = {
  traceId: "5759e988bd862e3fe1be46a994272793",
  spanId: "53995c3f42cd8ad8",
  traceFlags: 1,
};
const CARRIED = { trace_id: SPAN.traceId, span_id: SPAN.spanId, trace_flags: "01" };
const memory = new MemoryHandler();
const log = getLogger("traced");

const under = <Result>(span: SpanContext, run: () => Result): Result =>
  context.with(trace.setSpanContext(context.active(), span), run);
const lines = (): Record<string, unknown>[] =>
  memory.records.map((record) => JSON.parse(jsonFormatter(record)) as Record<string, unknown>);

beforeAll(async () => {
  await configure({ handlers: { memory } });
});
afterEach(() => {
  context.disable();
  memory.clear();
});
afterAll(() => configure({}));

describe("records under an active span", () => {
  test("carry its trace and span, and none before, after or without a context manager", () => {
    // Act
    under(SPAN, () => log.info("no manager"));
    context.setGlobalContextManager(manager);
    log.info("before");
    under(SPAN, () => log.info("inside"));
    log.info("after");

    // Assess
    expect(lines().map(({ message, trace_id }) => [message, trace_id])).toEqual([
      ["no manager", undefined],
      ["before", undefined],
      ["inside", SPAN.traceId],
      ["after", undefined],
    ]);
    expect(lines()[2]).toMatchObject(CARRIED);
  });

  test("let fields and bindings of the same name win, and win over the context", () => {
    // Prepare
    context.setGlobalContextManager(manager);
    const inner = { ...SPAN, spanId: "00f067aa0ba902b7", traceFlags: 0 };

    // Act
    withContext({ trace_id: "outer", tenant: "acme" }, () =>
      under(SPAN, () => {
        log.info("context");
        log.child({ span_id: "bound", step: 1 }).info("child");
        log.info({ trace_id: "own" }, "fields");
        under(inner, () => log.info("inner"));
      }),
    );

    // Assess
    expect(lines()).toMatchObject([
      { ...CARRIED, tenant: "acme" },
      { ...CARRIED, span_id: "bound", step: 1, tenant: "acme" },
      { ...CARRIED, trace_id: "own" },
      { ...CARRIED, span_id: inner.spanId, trace_flags: "00", tenant: "acme" },
    ]);
  });

  test("have no trace of a span that is not valid, and are written when a context manager throws", () => {
    // Prepare
    context.setGlobalContextManager(manager);
    const broken = {
      ...manager,
      active: () => {
        throw new Error("broken");
      },
    };

    // Act
    under({ ...SPAN, traceId: "0".repeat(32) }, () => log.info("zeros"));
    under({ ...SPAN, spanId: "short" }, () => log.info("short"));
    context.disable();
    context.setGlobalContextManager(broken);
    log.info({ a: 1 }, "broken");

    // Assess
    expect(lines().map(({ message, trace_id }) => [message, trace_id])).toEqual([
      ["zeros", undefined],
      ["short", undefined],
      ["broken", undefined],
    ]);
    expect(lines()[2]).toMatchObject({ a: 1 });
  });

  test("of 200 overlapping requests carry their own", async () => {
    // Prepare
    context.setGlobalContextManager(manager);
    const spans = Array.from({ length: 200 }, (_, index) => ({
      ...SPAN,
      spanId: (index + 1).toString(16).padStart(16, "0"),
    }));

    // Act
    await Promise.all(
      spans.map((span, index) =>
        under(span, async () => {
          log.info({ expected: span.spanId }, "begin");
          await wait(index % 5);
          log.info({ expected: span.spanId }, "end");
        }),
      ),
    );

    // Assess
    expect(lines()).toHaveLength(400);
    for (const { span_id, expected } of lines()) expect(span_id).toBe(expected);
  });
});

test("X-Ray's form of a trace id holds the same digits", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9a-f]{32}$/), (id) => {
      const form = xRayTraceId(id);
      expect(form).toMatch(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/);
      expect(form.slice(2).replace("-", "")).toBe(id);
    }),
  );
});

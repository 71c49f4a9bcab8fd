import { context, logs } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from "@opentelemetry/sdk-logs";
import { TracerProvider } from "@opentelemetry/sdk-trace";
import { configure, getLogger, shutdown, withContext } from "cumulog";
import { LoggerProviderHandler } from "cumulog/opentelemetry";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";

const exporter = new InMemoryLogRecordExporter();
const provider = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] });

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
});
afterEach(() => {
  exporter.reset();
  logs.disable();
});
afterAll(() => context.disable());

it("emits records into the SDK, with severity, scope, span, attributes and exception", async () => {
  // Prepare
  const otel = new LoggerProviderHandler({ loggerProvider: provider });
  await configure({ handlers: { otel }, loggers: { "": { level: "trace" } } });
  const tracer = new TracerProvider().getTracer("test");
  const log = getLogger("orders.api");

  // Act
  const span = tracer.startActiveSpan("request", (active) => {
    withContext({ requestId: "r-1" }, () => log.warn({ orderId: 17, basket: { lines: 2 } }, "slow"));
    return active.spanContext();
  });
  log.error(Object.assign(new TypeError("broken"), { code: "E1" }), "failed");
  const report = await shutdown();

  // Assess
  const [warning, failure] = exporter.getFinishedLogRecords();
  expect(warning).toMatchObject({
    severityNumber: 13,
    severityText: "WARN",
    body: "slow",
    attributes: { requestId: "r-1", orderId: 17, basket: { lines: 2 } },
    instrumentationScope: { name: "orders.api" },
    spanContext: span,
  });
  expect(warning!.attributes).not.toHaveProperty("trace_id");
  expect(failure).toMatchObject({
    severityNumber: 17,
    body: "failed",
    attributes: { "exception.type": "TypeError", "exception.message": "broken", error: { code: "E1" } },
  });
  expect(failure!.spanContext).toBeUndefined();
  expect(report).toMatchObject({ accepted: 2, delivered: 2 });
});

it("gives a record that was kept until an error came the span it was logged under", async () => {
  // Prepare
  const otel = new LoggerProviderHandler({ loggerProvider: provider });
  await configure({ handlers: { otel }, loggers: { "": { level: "info", buffer: true } } });
  const tracer = new TracerProvider().getTracer("test");
  const log = getLogger("orders");

  // Act
  const inner = withContext({ requestId: "r-1" }, () => {
    const context = tracer.startActiveSpan("inner", (span) => {
      log.debug("kept");
      return span.spanContext();
    });
    log.error("failed");
    return context;
  });
  await shutdown();

  // Assess
  const [kept, failed] = exporter.getFinishedLogRecords();
  expect(kept).toMatchObject({ body: "kept", spanContext: { traceId: inner.traceId, spanId: inner.spanId } });
  expect(failed!.spanContext).toBeUndefined();
});

it("takes the registered provider, and counts what came before there was one", async () => {
  // Prepare
  const otel = new LoggerProviderHandler();
  await configure({ handlers: { otel } });
  const log = getLogger("orders");

  // Act
  log.info("too early");
  logs.setGlobalLoggerProvider(provider);
  log.info("in time");
  const report = await shutdown();

  // Assess
  expect(exporter.getFinishedLogRecords().map(({ body }) => body)).toEqual(["in time"]);
  expect(report).toMatchObject({ accepted: 2, delivered: 1, dropped: { "no-logger-provider": 1 } });
});

import { context, SeverityNumber, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  BatchLogRecordProcessor,
  LoggerProvider,
  type LogRecordExporter,
  SimpleLogRecordProcessor,
} from "@opentelemetry/sdk-logs";
import { jsonFormatter, MemoryHandler } from "cumulog";
import { HandlerLogRecordExporter, OtlpHandler, RecordsNotDeliveredError } from "cumulog/opentelemetry";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Collector } from "../../handlers/otlp/collector.ts";
import { attributesOf } from "../../handlers/otlp/messages.ts";

const SPAN = { traceId: "5759e988bd862e3fe1be46a994272793", spanId: "53995c3f42cd8ad8", traceFlags: 1 };
const resource = resourceFromAttributes({ "service.name": "shop" });
let collector: Collector;
let url: string;

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
});
afterAll(() => context.disable());
beforeEach(async () => {
  collector = new Collector();
  url = await collector.start();
});
afterEach(() => collector.stop());

describe("an exporter over a handler", () => {
  it("gives the SDK's records to the handler, with level, scope, service, span, fields and error", async () => {
    // Prepare
    const memory = new MemoryHandler();
    const exporter: LogRecordExporter = new HandlerLogRecordExporter(memory);
    const provider = new LoggerProvider({
      resource,
      processors: [new SimpleLogRecordProcessor({ exporter })],
    });
    const logger = provider.getLogger("orders.api", "1.0.0");

    // Act
    context.with(trace.setSpanContext(context.active(), SPAN), () => {
      logger.emit({
        severityNumber: SeverityNumber.WARN,
        body: "slow",
        attributes: { orderId: 17, tags: ["a", "b"] },
      });
    });
    logger.emit({
      severityText: "ERROR",
      body: { message: "structured", code: 7 },
      exception: new TypeError("broken"),
    });
    logger.emit({ eventName: "order.placed", timestamp: Date.UTC(2026, 0, 5) });
    await provider.forceFlush();

    // Assess
    const lines = memory.records.map(
      (record) => JSON.parse(jsonFormatter(record)) as Record<string, unknown>,
    );
    expect(lines).toMatchObject([
      {
        level: "WARN",
        message: "slow",
        logger: "orders.api",
        service: "shop",
        trace_id: SPAN.traceId,
        span_id: SPAN.spanId,
        trace_flags: "01",
        orderId: 17,
        tags: ["a", "b"],
      },
      {
        level: "ERROR",
        message: "structured",
        body: { code: 7 },
        error: { name: "TypeError", message: "broken", stack: expect.stringContaining("TypeError: broken") },
      },
      { timestamp: "2026-01-05T00:00:00.000Z", message: "order.placed", "event.name": "order.placed" },
    ]);
  });

  it("loses nothing behind BatchLogRecordProcessor while the receiver fails, and tells what is left", async () => {
    // Prepare
    const handler = new OtlpHandler({ url, lingerMs: 0, backoffBaseMs: 1, signals: false });
    const exporter = new HandlerLogRecordExporter(handler);
    const provider = new LoggerProvider({
      resource,
      processors: [new BatchLogRecordProcessor({ exporter })],
    });
    const logger = provider.getLogger("orders");
    collector.script = [503, 429, "cut-before", 500];

    // Act
    for (let index = 0; index < 100; index++) logger.emit({ body: `order ${index}`, attributes: { index } });
    await provider.forceFlush();
    const before = await handler.flush();
    collector.script = [401, 401];
    logger.emit({ body: "last" });
    await provider.forceFlush();
    const left = exporter.forceFlush();
    await expect(left).rejects.toThrow(new RecordsNotDeliveredError({ ...before, pending: 1 }).message);
    await provider.shutdown();

    // Assess
    expect(before).toMatchObject({ accepted: 100, delivered: 100 });
    expect(await handler.flush()).toMatchObject({ accepted: 101, delivered: 101, pending: 0 });
    expect(collector.taken.map(({ attributes }) => attributesOf(attributes)["index"])).toEqual([
      ...Array.from({ length: 100 }, (_, index) => index),
      undefined,
    ]);
  });
});

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CloudLoggingHandler } from "../../../lib/handlers/cloud-logging/index.ts";
import type { LogRecord } from "../../../lib/logger/record.ts";
import { type Google, PROJECT, startGoogle } from "../../local/google/google-cloud.ts";

let google: Google;
beforeEach(async () => {
  google = await startGoogle();
});
afterEach(() => google.stop());

const TRACE = "0af7651916cd43dd8448eb211c80319c";

/** Writes one record through a handler and gives back the entry that the local cloud has of it. */
async function entryOf(
  transport: "grpc" | "rest",
  more: Partial<LogRecord>,
  options: { readonly logName?: string; readonly [option: string]: unknown } = {},
) {
  const handler = new CloudLoggingHandler({
    transport,
    projectId: "shop",
    endpoint: transport === "grpc" ? `127.0.0.1:${google.options.port}` : google.base,
    insecure: true,
    ...options,
  });
  handler.write({
    timestamp: Date.UTC(2026, 0, 2, 3, 4, 5, 9),
    level: 30,
    logger: "orders",
    message: "order placed",
    service: undefined,
    context: undefined,
    fields: undefined,
    error: undefined,
    ...more,
  });
  const report = await handler.close();
  expect(report).toMatchObject({ delivered: 1, rejected: {} });
  // Entries of one moment come in the order of their random ids.
  const filter = options.logName === undefined ? "" : `log_id("${options.logName}")`;
  const { body } = await google.rest("POST", "/v2/entries:list", { resourceNames: [PROJECT], filter });
  return body.entries![0]!;
}

const nested = (levels: number): object => (levels === 0 ? { leaf: 1 } : { in: nested(levels - 1) });
const listed = (levels: number): unknown[] => (levels === 0 ? [1] : [listed(levels - 1)]);

describe.each(["grpc", "rest"] as const)("an entry over %s", (transport) => {
  it.each([
    ["objects", nested(60), "leaf"],
    ["lists", listed(60), "[1]"],
    ["both", { list: [nested(28), { list: listed(20) }] }, "leaf"],
  ])("keeps %s that are nested deeper than the service can, as text", async (_, tree, inmost) => {
    const entry = await entryOf(transport, { fields: { tree, after: "all" } });

    const payload = entry["jsonPayload"] as { readonly after: string };
    expect(payload.after).toBe("all");
    expect(JSON.stringify(payload)).toContain(inmost);
  });

  it.each([-1, 1e12, Number.MAX_VALUE, "9".repeat(30)])(
    "leaves a status, a size and a line of %s out of the members that cannot hold it, not out of the payload",
    async (value) => {
      const entry = await entryOf(transport, {
        fields: {
          httpRequest: { status: value, requestMethod: "GET", latency: { seconds: value } },
          sourceLocation: { file: "a.ts", line: "9".repeat(30) },
        },
      });

      expect(entry["httpRequest"]).toMatchObject({ requestMethod: "GET" });
      expect((entry["httpRequest"] as { status?: number }).status).toBeUndefined();
      expect((entry["jsonPayload"] as { httpRequest: object }).httpRequest).toMatchObject({ status: value });
    },
  );

  it("has what the names of structured logging say, and they are not in its payload", async () => {
    const entry = await entryOf(transport, {
      context: { "logging.googleapis.com/labels": { tenant: "a" } },
      fields: {
        "logging.googleapis.com/trace": TRACE,
        "logging.googleapis.com/spanId": "00f067aa0ba902b7",
        "logging.googleapis.com/trace_sampled": true,
        "logging.googleapis.com/insertId": "mine-1",
        "logging.googleapis.com/sourceLocation": { file: "a.ts", line: 7 },
        "logging.googleapis.com/operation": { id: "op", first: true },
        "logging.googleapis.com/unknown": 1,
        orderId: 17,
      },
    });

    expect(entry).toMatchObject({
      insertId: "mine-1",
      trace: `${PROJECT}/traces/${TRACE}`,
      spanId: "00f067aa0ba902b7",
      traceSampled: true,
      labels: { tenant: "a" },
      sourceLocation: { file: "a.ts", line: "7" },
      operation: { id: "op", first: true },
    });
    const {
      timestamp: _,
      level: __,
      message: ___,
      logger: ____,
      ...payload
    } = entry["jsonPayload"] as Record<string, unknown>;
    expect(payload).toEqual({ "logging.googleapis.com/unknown": 1, orderId: 17 });
  });

  it("of a formatter whose lines only look like JSON is text", async () => {
    const entry = await entryOf(
      transport,
      { message: "{not json}" },
      { formatter: ({ message }: LogRecord) => message },
    );

    expect(entry["textPayload"]).toBe("{not json}");
  });

  it("has the record's time, its line as payload, and the members that the record names", async () => {
    const entry = await entryOf(transport, {
      context: { labels: { tenant: "a-é", count: 3 } },
      fields: {
        orderId: 17,
        list: [1, "two", null, { deep: true }],
        httpRequest: {
          requestMethod: "POST",
          requestUrl: "https://shop.example/orders",
          status: 503,
          requestSize: 9_007_199_254,
          latency: "1.25s",
          cacheHit: false,
          unheardOf: 1,
        },
        sourceLocation: { file: "orders.ts", line: 42, function: "place" },
        operation: { id: "op-1", producer: "orders", first: true },
      },
    });

    expect(entry).toMatchObject({
      logName: `${PROJECT}/logs/cumulog`,
      resource: { type: "global", labels: { project_id: "shop" } },
      timestamp: "2026-01-02T03:04:05.009Z",
      severity: "INFO",
      labels: { tenant: "a-é", count: "3" },
      httpRequest: {
        requestMethod: "POST",
        requestUrl: "https://shop.example/orders",
        status: 503,
        requestSize: "9007199254",
        latency: "1.250s",
      },
      sourceLocation: { file: "orders.ts", line: "42", function: "place" },
      operation: { id: "op-1", producer: "orders", first: true },
      jsonPayload: {
        message: "order placed",
        logger: "orders",
        orderId: 17,
        list: [1, "two", null, { deep: true }],
      },
    });
    expect(JSON.stringify(entry["httpRequest"])).not.toContain("unheardOf");
  });

  it.each([
    ["traceparent", `00-${TRACE}-b7ad6b7169203331-01`],
    ["x-cloud-trace-context", `${TRACE}/b7ad6b7169203331;o=1`],
    ["X-Cloud-Trace-Context", `${TRACE}/b7ad6b7169203331;o=1`],
    ["x-amzn-trace-id", "Root=1-0af76519-16cd43dd8448eb211c80319c;Parent=b7ad6b7169203331;Sampled=1"],
  ])("has the trace of %s in the context", async (header, value) => {
    const entry = await entryOf(transport, { context: { [header]: value } });

    expect(entry).toMatchObject({
      trace: `${PROJECT}/traces/${TRACE}`,
      spanId: "b7ad6b7169203331",
      traceSampled: true,
    });
  });

  it("has the trace of a record's trace_id without any header", async () => {
    const entry = await entryOf(transport, { fields: { trace_id: TRACE, span_id: "b7ad6b7169203331" } });

    expect(entry).toMatchObject({ trace: `${PROJECT}/traces/${TRACE}`, spanId: "b7ad6b7169203331" });
  });

  it.each([
    ["01", true],
    ["00", false],
  ])(
    "has the trace of OpenTelemetry's active span with flags %s, before one of a header",
    async (flags, sampled) => {
      const span = { trace_id: TRACE, span_id: "b7ad6b7169203331", trace_flags: flags };
      const traceparent = `00-${"1".repeat(32)}-${"2".repeat(16)}-01`;

      const entry = await entryOf(transport, { context: { ...span, traceparent } });

      expect(entry).toMatchObject({ trace: `${PROJECT}/traces/${TRACE}`, spanId: "b7ad6b7169203331" });
      expect(entry["traceSampled"] ?? false).toBe(sampled);
    },
  );

  it.each([
    [10, "DEBUG"],
    [20, "DEBUG"],
    [30, "INFO"],
    [35, "INFO"],
    [40, "WARNING"],
    [50, "ERROR"],
    [60, "CRITICAL"],
  ])("of level %d has the severity %s", async (level, severity) => {
    expect(await entryOf(transport, { level })).toMatchObject({ severity });
  });

  it("of an error has the shape that Error Reporting shows", async () => {
    const error = new TypeError("no such order");

    const entry = await entryOf(transport, { level: 50, error, service: "checkout" });
    const plain = await entryOf(transport, { level: 50, error }, { errorReporting: false, logName: "plain" });

    expect(entry["jsonPayload"]).toMatchObject({
      "@type": "type.googleapis.com/google.devtools.clouderrorreporting.v1beta1.ReportedErrorEvent",
      serviceContext: { service: "checkout" },
      stack_trace: error.stack,
      message: "order placed",
    });
    expect(plain["jsonPayload"]).not.toHaveProperty("stack_trace");
  });

  it("of a formatter that writes text has it as text", async () => {
    const entry = await entryOf(transport, {}, { formatter: ({ message }: LogRecord) => `INFO ${message}` });

    expect(entry).toMatchObject({ textPayload: "INFO order placed" });
  });
});

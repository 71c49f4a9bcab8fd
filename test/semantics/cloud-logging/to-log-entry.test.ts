import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  REPORTED_ERROR_EVENT_TYPE,
  reportedError,
} from "../../../lib/semantics/cloud-logging/error-reporting.ts";
import { SEVERITIES } from "../../../lib/semantics/cloud-logging/severity.ts";
import { parseTimestamp } from "../../../lib/semantics/cloud-logging/timestamp.ts";
import { toLogEntry } from "../../../lib/semantics/cloud-logging/to-log-entry.ts";

describe("toLogEntry", () => {
  it("makes one payload and a valid severity and time of anything", () => {
    const specials = [
      "severity",
      "message",
      "time",
      "timestamp",
      "timeNanos",
      "timestampSeconds",
      "timestampNanos",
      "httpRequest",
      "logging.googleapis.com/labels",
      "logging.googleapis.com/operation",
      "logging.googleapis.com/trace_sampled",
      "__proto__",
    ];
    const inner = fc.dictionary(
      fc.constantFrom("seconds", "nanos", "latency", "status", "line", "id", "x"),
      fc.oneof(fc.string(), fc.integer(), fc.double(), fc.bigInt(), fc.constant(null)),
    );
    const record = fc.dictionary(
      fc.oneof(fc.constantFrom(...specials), fc.string()),
      fc.oneof(inner, fc.anything(), fc.bigInt(), fc.json(), fc.date().map(String)),
    );
    fc.assert(
      fc.property(fc.oneof(record, fc.string(), fc.json()), (line) => {
        const entry = toLogEntry(line);

        expect(Object.keys(entry).filter((name) => name.endsWith("Payload"))).toHaveLength(1);
        expect(SEVERITIES).toHaveProperty(entry.severity!);
        if (entry.timestamp !== undefined) expect(parseTimestamp(entry.timestamp)).toBeDefined();
      }),
      { numRuns: 5_000 },
    );
  });

  it("does not change the record", () => {
    const record = { severity: "INFO", httpRequest: { status: 200, other: 1 }, k: 1 };
    const copy = structuredClone(record);

    toLogEntry(record);

    expect(record).toEqual(copy);
  });

  it("reads the records of this library when told their names", () => {
    const line = '{"timestamp":"2026-01-02T03:04:05.678Z","level":"WARN","message":"slow","logger":"db"}';

    const entry = toLogEntry(line, { severityKeys: ["severity", "level"], timeKeys: ["time", "timestamp"] });

    expect(entry).toEqual({
      severity: "WARNING",
      timestamp: "2026-01-02T03:04:05.678Z",
      jsonPayload: { message: "slow", logger: "db" },
    });
  });

  it("reads the spelling of Fluent Bit when told so", () => {
    const line = {
      "logging.googleapis.com/severity": "err",
      "logging.googleapis.com/http_request": { status: "404" },
      "logging.googleapis.com/traceSampled": true,
      "logging.googleapis.com/logName": "projects/p/logs/l",
      "logging.googleapis.com/monitored_resource": { type: "global" },
      message: "m",
    };

    expect(toLogEntry(line, { agent: "fluent-bit" })).toEqual({
      severity: "ERROR",
      httpRequest: { status: 404 },
      traceSampled: true,
      logName: "projects/p/logs/l",
      resource: { type: "global" },
      textPayload: "m",
    });
  });

  it("prefixes bare trace ids with the project and leaves other traces alone", () => {
    const trace = (id: string) =>
      toLogEntry({ "logging.googleapis.com/trace": id }, { projectId: "p" }).trace;

    expect(trace("0af7651916cd43dd8448eb211c80319c")).toBe(
      "projects/p/traces/0af7651916cd43dd8448eb211c80319c",
    );
    expect(trace("projects/q/traces/1")).toBe("projects/q/traces/1");
  });

  it("reads every form of a time and keeps what is none", () => {
    const time = (record: Record<string, unknown>) => toLogEntry({ k: 1, ...record }).timestamp;

    expect(time({ time: "2026-01-02T03:04:05.123456789+01:00" })).toBe("2026-01-02T02:04:05.123456789Z");
    expect(time({ timeNanos: "1500000000" })).toBe("1970-01-01T00:00:01.500Z");
    expect(toLogEntry('{"timeNanos":1400000000123456789,"k":1}').timestamp).toBe(
      "2014-05-13T16:53:20.123456789Z",
    );
    expect(time({ timestamp: { seconds: "1", nanos: 1_500_000_000 } })).toBe("1970-01-01T00:00:02.500Z");
    expect(toLogEntry({ time: "yesterday", k: 1 })).toEqual({
      severity: "DEFAULT",
      jsonPayload: { time: "yesterday", k: 1 },
    });
  });

  it("keeps what surrounds a text line, and its defaults", () => {
    const entry = toLogEntry("  two\r\n", {
      logName: "projects/p/logs/l",
      labels: { a: "b" },
      defaultSeverity: "NOTICE",
      defaultTimestamp: "2026-01-02T03:04:05Z",
    });

    expect(entry).toEqual({
      logName: "projects/p/logs/l",
      labels: { a: "b" },
      severity: "NOTICE",
      timestamp: "2026-01-02T03:04:05Z",
      textPayload: "  two",
    });
  });

  it("makes errors visible to Error Reporting, and only errors", () => {
    const stack = "TypeError: x\n    at handler (/app/index.js:1:2)";
    const options = { errorReporting: { service: "checkout", version: "7" } };

    const traced = toLogEntry({ severity: "ERROR", message: "failed", error: { stack } }, options);
    const plain = toLogEntry({ severity: "CRITICAL", message: "failed" }, options);
    const warning = toLogEntry({ severity: "WARNING", message: "slow", k: 1 }, options);

    expect(reportedError(traced)).toEqual({ message: stack, serviceContext: options.errorReporting });
    expect(traced.jsonPayload).not.toHaveProperty("@type");
    expect(plain.jsonPayload).toMatchObject({ "@type": REPORTED_ERROR_EVENT_TYPE, message: "failed" });
    expect(warning.jsonPayload).toEqual({ message: "slow", k: 1 });
  });
});

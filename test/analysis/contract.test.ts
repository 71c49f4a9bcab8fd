import {
  type CloudLoggingEntry,
  CONTRACT_COLUMNS,
  contractWith,
  eventOfEntry,
  InvalidColumnError,
  type LogEvent,
  readEvent,
} from "cumulog/analysis";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const TIME = Date.UTC(2026, 0, 31, 23, 59, 59, 7);
const rowOf = (message: string, event: Partial<LogEvent> = {}) =>
  readEvent({ timestamp: TIME, message, ...event }).row;

describe("readEvent", () => {
  test("takes the members of a record of the logger into columns, and the others into attributes", () => {
    const line = JSON.stringify({
      timestamp: "2026-01-31T23:59:59.007Z",
      level: "ERROR",
      message: "payment failed",
      logger: "checkout.payment",
      service: "checkout",
      requestId: "r-1",
      userId: 17,
      route: "/pay?card=1",
      status: "502",
      durationMs: 12.5,
      error: { name: "TimeoutError", message: "slow" },
      cart: { items: 3 },
    });

    const row = rowOf(line, { id: "e-1", logGroup: "/checkout/api", logStream: "s" });

    expect(row).toEqual({
      event_id: "e-1",
      event_time: TIME,
      epoch_ms: TIME,
      day: "2026-01-31",
      hour: 23,
      level: "ERROR",
      severity: "ERROR",
      is_error: true,
      service: "checkout",
      logger: "checkout.payment",
      log_group: "/checkout/api",
      log_stream: "s",
      request_id: "r-1",
      trace_id: null,
      user_id: "17",
      route: "/pay",
      status: 502,
      duration_ms: 12.5,
      message: "payment failed",
      message_template: null,
      error_name: "TimeoutError",
      attributes: '{"error":{"name":"TimeoutError","message":"slow"},"cart":{"items":3}}',
    });
  });

  test("reads a line of an access log", () => {
    const line =
      '10.0.0.1 - ana [17/May/2015:10:05:03 +0000] "GET /search?q=a HTTP/1.1" 503 203023 "-" "curl/8"';

    const row = rowOf(line);

    expect(row).toMatchObject({
      message: line,
      user_id: "ana",
      route: "/search",
      status: 503,
      level: null,
      is_error: true,
      attributes:
        '{"client_ip":"10.0.0.1","method":"GET","query":"q=a","protocol":"HTTP/1.1","bytes":203023,"user_agent":"curl/8"}',
    });
  });

  test.each([
    ["2026-01-31 23:59:59 WARNING disk is filling", "WARN", "WARNING"],
    ["2026/01/31 23:59:59 [crit] 7#0: no file", "FATAL", "CRITICAL"],
    ["no level, an error told of in passing", null, "DEFAULT"],
  ])("finds the level of the text %j", (line, level, severity) => {
    expect(rowOf(line)).toMatchObject({ level, severity, message: line, attributes: null });
  });

  test("says which values it could not read, and keeps them", () => {
    const { row, unparsable } = readEvent({
      timestamp: TIME,
      message: '{"status":"n/a","durationMs":"fast","level":"odd"}',
    });

    expect(unparsable).toEqual(["level", "status", "duration_ms"]);
    expect(row).toMatchObject({ status: null, duration_ms: null, level: null });
    expect(JSON.parse(String(row["attributes"]))).toEqual({
      status: "n/a",
      durationMs: "fast",
      level: "odd",
    });
  });

  test("a status without a level tells an error; with one the level does", () => {
    expect(rowOf('{"status":500}')["is_error"]).toBe(true);
    expect(rowOf('{"status":500,"level":"info"}')["is_error"]).toBe(false);
    expect(rowOf('{"status":404}')["is_error"]).toBe(false);
  });

  test("loses no member of any object: each is in a column or in attributes", () => {
    const names = fc.oneof(
      fc.constantFrom(...CONTRACT_COLUMNS.flatMap(({ members }) => members)),
      fc.string({ minLength: 1 }),
    );
    fc.assert(
      fc.property(fc.dictionary(names, fc.jsonValue(), { noNullPrototype: true }), (document) => {
        const message = JSON.stringify(document);
        const parsed = JSON.parse(message) as Record<string, unknown>;

        const { row } = readEvent({ timestamp: TIME, message });

        const left = JSON.parse(String(row["attributes"] ?? "{}")) as Record<string, unknown>;
        const columns = new Set<string>(
          CONTRACT_COLUMNS.filter(({ name }) => row[name] !== null).flatMap(({ members }) => members),
        );
        for (const [key, value] of Object.entries(parsed))
          if (value !== null && !["timestamp", "@timestamp", "time", "ts", "@t"].includes(key))
            expect(Object.hasOwn(left, key) || columns.has(key)).toBe(true);
      }),
    );
  });

  test("reads any text without failing", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.json()),
        fc.integer({ min: 0, max: 253402300799999 }),
        (message, timestamp) => {
          const { row } = readEvent({ timestamp, message });

          expect(Object.keys(row)).toEqual(CONTRACT_COLUMNS.map(({ name }) => name));
          expect(new Date(`${row["day"]}T00:00:00Z`).getTime() + Number(row["hour"]) * 3_600_000).toBe(
            Math.floor(timestamp / 3_600_000) * 3_600_000,
          );
        },
      ),
    );
  });
});

describe("contractWith", () => {
  test("adds typed columns", () => {
    const contract = contractWith({
      order_id: { from: "$.orderId" },
      amount: { from: "$.order.amount", type: "number" },
      placed: { from: "$.placed", type: "time" },
      duration_ms: { from: "$.took" },
    });

    const { row } = readEvent(
      {
        timestamp: TIME,
        message: '{"orderId":5,"order":{"amount":"9.5"},"placed":"2026-01-01T00:00:00+01:00","took":3}',
      },
      contract,
    );

    expect(row).toMatchObject({
      order_id: "5",
      amount: 9.5,
      placed: Date.UTC(2025, 11, 31, 23),
      duration_ms: 3,
      attributes: '{"order":{"amount":"9.5"}}',
    });
  });

  test.each([
    [{ orderId: { from: "$.orderId" } }, "lower snake case"],
    [{ order_id: { from: "orderId" } }, "$.orderId"],
    [{ order_id: { from: "$.a..b" } }, "expected a path"],
    [{ order_id: { from: "$.a", type: "date" as "text" } }, "text, integer, number, boolean, time"],
    [{ day: { from: "$.day" } }, "computed"],
    [{ status: { from: "$.code", type: "text" as const } }, "the contract has integer"],
  ])("refuses %j", (columns, reason) => {
    expect(() => contractWith(columns)).toThrow(InvalidColumnError);
    expect(() => contractWith(columns)).toThrow(reason);
  });
});

describe("eventOfEntry", () => {
  test("an entry of Cloud Logging gives the same columns", () => {
    const entry: CloudLoggingEntry = {
      insertId: "i-1",
      logName: "projects/p/logs/app",
      timestamp: "2026-01-31T23:59:59.007Z",
      severity: "NOTICE",
      trace: "projects/p/traces/t-1",
      jsonPayload: { message: "hello", userId: "u-1" },
      httpRequest: { status: 201 },
      resource: { type: "cloud_run_revision" },
    };

    const { row } = readEvent(eventOfEntry(entry)!);

    expect(row).toMatchObject({
      event_id: "i-1",
      epoch_ms: TIME,
      level: "INFO",
      severity: "NOTICE",
      log_group: "projects/p/logs/app",
      log_stream: "cloud_run_revision",
      trace_id: "t-1",
      user_id: "u-1",
      status: 201,
      message: "hello",
    });
  });

  test("an entry without a time is none", () => {
    expect(eventOfEntry({ textPayload: "x" })).toBeUndefined();
  });
});

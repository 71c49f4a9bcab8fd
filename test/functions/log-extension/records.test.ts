import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { functionRecord } from "../../../functions/log-extension/function-record.ts";
import { TelemetryRecords } from "../../../functions/log-extension/records.ts";
import { jsonFormatter, LEVELS, type LogRecord } from "../../../lib/index.ts";

const TIME = Date.UTC(2026, 0, 5, 12);
const defaults = { timestamp: TIME, service: "shop-api", requestId: "r-1" };
const read = (written: unknown) => functionRecord(written, defaults);
const event = (type: string, record: unknown) => ({ time: new Date(TIME).toISOString(), type, record });

describe("a line of the JSON formatter", () => {
  const anyRecord = fc.record({
    timestamp: fc.integer({ min: TIME - 60_000, max: TIME + 60_000 }),
    level: fc.constantFrom(...Object.values(LEVELS)),
    logger: fc.constantFrom("", "shop.stock"),
    message: fc.string(),
    service: fc.constantFrom("shop", "cart"),
    context: fc.constant({ requestId: "r-2", functionName: "f" }),
    fields: fc.dictionary(
      fc.stringMatching(/^[a-h]{3,8}$/),
      fc.oneof(fc.string(), fc.integer(), fc.boolean()),
      {
        noNullPrototype: true,
      },
    ),
    error: fc.constant(undefined),
  });

  test("is written again as it was", () => {
    fc.assert(
      fc.property(anyRecord, (record: LogRecord) => {
        const line = jsonFormatter(record);
        // A message that is JSON of a record is taken apart, as where the runtime wraps it.
        fc.pre(!record.message.trim().startsWith("{"));

        const again = read(`${line}\n`);

        expect(jsonFormatter(again)).toBe(line);
        expect(again.line).toBe(line);
        expect(again).toMatchObject({
          timestamp: record.timestamp,
          level: record.level,
          logger: record.logger,
        });
      }),
    );
  });

  test("keeps its error, as an error", () => {
    const error = Object.assign(new RangeError("too many", { cause: { code: 7 } }), { limit: 3 });
    const line = jsonFormatter({
      timestamp: TIME,
      level: LEVELS.error,
      logger: "shop",
      message: "failed",
      service: "shop",
      context: undefined,
      fields: { requestId: "r-1" },
      error,
    });

    const record = read(line);

    expect(record.error).toBeInstanceOf(Error);
    expect(jsonFormatter(record)).toBe(line);
  });
});

describe("a line of a function", () => {
  test.each<[string, unknown, object]>([
    [
      "of console.log has time, invocation and level before it",
      "2026-01-05T12:00:01.250Z\t1c1b\tWARN\tstock is\nlow\n",
      { timestamp: TIME + 1_250, level: 40, message: "stock is\nlow", context: { requestId: "1c1b" } },
    ],
    [
      "of console.log before the first invocation is nobody's",
      "2026-01-05T12:00:01.250Z\tundefined\tINFO\tloading\n",
      { level: 30, message: "loading", context: { requestId: "r-1" } },
    ],
    [
      "that is a text is a message",
      "plain text\n",
      { timestamp: TIME, level: 30, message: "plain text", fields: undefined },
    ],
    [
      "of pino has its numbers and names",
      '{"level":50,"time":1767614400500,"msg":"no stock","order":7,"err":{"type":"RangeError","message":"7","stack":"RangeError: 7"}}\n',
      { timestamp: TIME + 500, level: 50, message: "no stock", fields: { order: 7 } },
    ],
    [
      "that the runtime wrote as JSON keeps an object as its fields",
      { timestamp: "2026-01-05T12:00:02.000Z", level: "DEBUG", requestId: "1c1b", message: { order: 7 } },
      {
        timestamp: TIME + 2_000,
        level: 20,
        message: "",
        context: undefined,
        fields: { requestId: "1c1b", order: 7 },
      },
    ],
    [
      "that wraps a record is that record",
      {
        timestamp: "2026-01-05T12:00:02.000Z",
        level: "INFO",
        requestId: "1c1b",
        message: '{"level":"ERROR","message":"inner","order":7}',
      },
      { level: 50, message: "inner", fields: { requestId: "1c1b", order: 7 } },
    ],
    [
      "has the event's time where its own is another thing",
      '{"timestamp":"1999-12-31T00:00:00Z","message":"new year"}\n',
      { timestamp: TIME, message: "new year", fields: { timestamp: "1999-12-31T00:00:00Z" } },
    ],
    [
      "of metrics keeps them",
      '{"_aws":{"Timestamp":1767614400000,"CloudWatchMetrics":[]},"Orders":3}\n',
      { message: "", fields: { _aws: { Timestamp: TIME, CloudWatchMetrics: [] }, Orders: 3 } },
    ],
  ])("%s", (_, written, expected) => {
    expect(read(written)).toMatchObject(expected);
  });

  test("of an error that nobody caught is an error", () => {
    const written =
      '2026-01-05T12:00:00.000Z\t1c1b\tERROR\tInvoke Error \t{"errorType":"TypeError","errorMessage":"boom","stack":["TypeError: boom","    at f"]}\n';

    const record = read(written);

    expect(record).toMatchObject({ level: 50, error: { name: "TypeError", message: "boom" } });
    expect((record.error as Error).stack).toBe("TypeError: boom\n    at f");
  });

  test("is a record whatever it holds", () => {
    const anything = fc.oneof(
      fc.string(),
      fc.json(),
      fc.jsonValue(),
      fc.json().map((text) => `2026-01-05T12:00:00.000Z\tr\tERROR\tInvoke Error \t${text}\n`),
      fc.jsonValue().map((value) => ({ level: value, message: value, error: value, timestamp: value })),
    );
    fc.assert(
      fc.property(anything, (written) => {
        const record = read(written);

        expect(() => JSON.parse(jsonFormatter(record))).not.toThrow();
        expect(Number.isFinite(record.timestamp) && Number.isFinite(record.level)).toBe(true);
        if (typeof written === "string") expect(record.line).toBe(written.replace(/\r?\n$/, ""));
      }),
    );
  });
});

describe("telemetry", () => {
  const options = { service: "shop-api", platform: "reports", extensions: true } as const;

  test("gives lines the invocation that runs, unless several do", () => {
    const records = new TelemetryRecords(options);

    const [one] = records.of([event("platform.start", { requestId: "a" }), event("function", "one\n")]);
    const [two] = records.of([event("platform.start", { requestId: "b" }), event("function", "two\n")]);

    expect(one?.context).toEqual({ requestId: "a" });
    expect(two?.context).toBeUndefined();
  });

  test("tells how an invocation ended, in Lambda's words and as fields", () => {
    const metrics = { durationMs: 3_000, billedDurationMs: 3_000, memorySizeMB: 128, maxMemoryUsedMB: 70 };

    const [report] = new TelemetryRecords(options).of([
      event("platform.runtimeDone", { requestId: "a", status: "timeout" }),
      event("platform.report", { requestId: "a", status: "timeout", metrics }),
    ]);

    expect(report).toMatchObject({
      level: LEVELS.error,
      logger: "platform.report",
      line: "REPORT RequestId: a\tDuration: 3000 ms\tBilled Duration: 3000 ms\tMemory Size: 128 MB\tMax Memory Used: 70 MB\tStatus: timeout",
      fields: { requestId: "a", status: "timeout", durationMs: 3_000, maxMemoryUsedMB: 70 },
    });
  });

  test.each(["reports", "all", "none"] as const)("says what Lambda dropped, with platform %s", (platform) => {
    const dropped = {
      droppedRecords: 12,
      droppedBytes: 3_400,
      reason: "Consumer seems to have fallen behind.",
    };

    const [record] = new TelemetryRecords({ ...options, platform }).of([
      event("platform.logsDropped", dropped),
    ]);

    expect(record).toMatchObject({
      level: LEVELS.warn,
      message: "Lambda dropped 12 records (3400 bytes): Consumer seems to have fallen behind.",
      fields: dropped,
    });
  });

  test("has no records of the extension's own lines, which would go round and round", () => {
    const records = new TelemetryRecords(options).of([
      event("extension", "cumulog: cloudwatch-throttled: 3 requests were refused\n"),
      event("extension", "another extension\n"),
    ]);

    expect(records.map(({ message }) => message)).toEqual(["another extension"]);
  });
});

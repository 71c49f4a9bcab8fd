import {
  type MuteDescription,
  muteRule,
  readSignal,
  type SignalDescription,
  SignalError,
  signalCost,
  signalResources,
} from "cumulog/signals";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const names = { name: "checkout", logGroupName: "/shop/api" };

describe("kinds of signals", () => {
  test.each<[string, SignalDescription, object]>([
    [
      "counts errors by default",
      {},
      { kind: "count", comparison: "GreaterThanThreshold", threshold: 0, within: 300 },
    ],
    ["counts fewer", { pattern: "x", fewerThan: 3 }, { comparison: "LessThanThreshold", threshold: 3 }],
    [
      "reads a percentile",
      { value: "$.durationMs", p99: "> 2s" },
      {
        kind: "value",
        statistic: "p99",
        threshold: 2_000,
        unit: "Milliseconds",
        pattern: "{ $.durationMs = * }",
      },
    ],
    ["reads compound durations", { value: "$.durationMs", p50: ">= 1m30s" }, { threshold: 90_000 }],
    [
      "reads seconds of a value in seconds",
      { value: "$.took_seconds", maximum: "> 500ms" },
      { statistic: "Maximum", threshold: 0.5 },
    ],
    ["reads sizes", { value: "$.responseBytes", sum: "> 5 MB" }, { threshold: 5_000_000, unit: "Bytes" }],
    [
      "takes plain numbers of a value without unit",
      { value: "$.count", average: "< -5" },
      { comparison: "LessThanThreshold", threshold: -5, unit: "None" },
    ],
    ["takes trimmed means", { value: "$.durationMs", tm99: "> 1s" }, { statistic: "tm99" }],
    [
      "reads a ratio",
      { ratio: { of: { level: "error" }, minimum: 50 }, moreThan: "2.5%" },
      { kind: "ratio", threshold: 2.5, to: "", minimum: 50 },
    ],
    ["reads a silence", { silence: "10m", pattern: "heartbeat" }, { kind: "silence", within: 600 }],
    [
      "reads what is unusual",
      { unusual: true, within: "5m" },
      { kind: "unusual", direction: "above", statistic: "Sum", width: 2 },
    ],
    [
      "reads an unusual value",
      { unusual: { direction: "both", width: 3 }, value: "$.durationMs" },
      { selector: "$.durationMs", statistic: "Average", unit: "Milliseconds" },
    ],
    [
      "reads a budget",
      { budget: { objective: "99.9%" } },
      {
        kind: "budget",
        allowed: 0.001,
        rates: [
          { name: "fast", factor: 14.4, long: 3_600, short: 300 },
          { name: "slow", factor: 6, long: 21_600, short: 1_800 },
        ],
      },
    ],
    [
      "takes the tables and columns of a query on trust",
      { query: { query: "lookup teams id as userId OUTPUT team, name | filter team = 'a'" }, moreThan: 1 },
      { kind: "query", threshold: 1 },
    ],
    [
      "reads a query",
      { query: { query: "filter status >= 500", by: ["route"], lines: 5 }, moreThan: 10 },
      { kind: "query", aggregation: "count(*) by route", lines: 5, threshold: 10 },
    ],
  ])("%s", (_, description, expected) => {
    expect(readSignal(description)).toMatchObject(expected);
  });

  test.each<[SignalDescription, string, RegExp]>([
    [{ level: "error", pattern: "x" }, "pattern", /not both/],
    [{ silence: "10m", ratio: { of: {} } }, "silence", /not several/],
    [{ ratio: { of: {} }, moreThan: "2%" }, "ratio.of", /expected a level or a pattern/],
    [{ ratio: { of: { pattern: "x" } }, moreThan: 2 }, "moreThan", /in percent/],
    [{ moreThan: "2%" }, "moreThan", /plain number/],
    [{ value: "$.size", p99: "> 2s" }, "p99", /value is in None/],
    [{ value: "$.size" }, "value", /a statistic and its limit/],
    [{ value: "$.size", p99: "> 2", p50: "> 1" }, "p50", /one statistic/],
    [{ value: "$.size", p101: "> 2" }, "p101", /no statistic/],
    [{ value: "$size", p99: "> 2" }, "pattern", /a field of a pattern/],
    [{ value: "$.size", pattern: "[size]", p99: "> 2" }, "value", /cannot be taken out/],
    [{ value: "$.durationMs", p99: "2 seconds" }, "p99", /expected a comparison/],
    [{ p99: "> 2s" }, "p99", /unknown/],
    [{ windows: { over: 3, of: 2 } }, "windows", /over ≤ of/],
    [{ within: "7s" }, "within", /10s, 30s/],
    [{ within: "1h", windows: { over: 1, of: 200 } }, "windows", /seven days/],
    [{ silence: "90s" }, "silence", /whole minutes/],
    [{ budget: { objective: "100%" } }, "budget.objective", /no budget/],
    [{ budget: { objective: "90%" } }, "budget.objective", /cannot be reached/],
    [{ query: { query: "" } }, "query.query", /expected a query/],
    [{ query: { query: "parse @message 'lookup *' as a | lookups" } }, "query.query", /'lookups'/],
    [{ query: { query: "lookup teams id OUTPUT team | filter isFoo(team)" } }, "query.query", /isFoo/],
    [{ query: { query: "x", aggregate: "median(x)" } }, "query.aggregate", /one of count/],
    [{ unusual: true, moreThan: 3 }, "moreThan", /learned/],
    [{ silence: "10m", dimensions: { route: "$.route" } }, "dimensions", /taken apart/],
    [{ pattern: "{ $.x = " }, "pattern", /end of the pattern/],
  ])("%j is refused at %s", (description, path, message) => {
    const read = () => readSignal(description);

    expect(read).toThrow(SignalError);
    expect(read).toThrow(message);
    try {
      read();
    } catch (error) {
      expect((error as SignalError).path.join(".")).toBe(path);
    }
  });

  test("whatever is given, a signal comes out or one error says what is wrong", () => {
    const member = fc.constantFrom(
      "level",
      "pattern",
      "moreThan",
      "fewerThan",
      "within",
      "windows",
      "value",
      "unit",
      "ratio",
      "silence",
      "unusual",
      "budget",
      "query",
      "p99",
      "average",
      "dimensions",
      "alarmFor",
    );
    const value = fc.oneof(
      fc.string(),
      fc.double(),
      fc.boolean(),
      fc.constant("5m"),
      fc.constant("> 2s"),
      fc.constant("$.x"),
      fc.record({ of: fc.record({ pattern: fc.string() }), minimum: fc.integer() }),
      fc.record({ over: fc.integer(), of: fc.integer() }),
      fc.record({ objective: fc.string(), query: fc.string() }),
    );
    fc.assert(
      fc.property(fc.dictionary(member, value), (description) => {
        try {
          signalResources(readSignal(description as SignalDescription), names);
        } catch (error) {
          expect(error).toBeInstanceOf(SignalError);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("resources", () => {
  test("a silence of a whole group uses the metric that costs nothing", () => {
    const { metricFilters, metricAlarms } = signalResources(readSignal({ silence: "10m" }), names);

    expect(metricFilters).toEqual([]);
    expect(metricAlarms[0]?.Metrics?.[0]?.MetricStat?.Metric).toEqual({
      Namespace: "AWS/Logs",
      MetricName: "IncomingLogEvents",
      Dimensions: [{ Name: "LogGroupName", Value: "/shop/api" }],
    });
  });

  test("only the composite alarm of a budget reports", () => {
    const { reporting, compositeAlarms, metricAlarms } = signalResources(
      readSignal({ budget: { objective: "99.9%" } }),
      names,
    );

    expect(reporting).toEqual(["checkout"]);
    expect(metricAlarms.map(({ AlarmName }) => AlarmName)).toEqual([
      "checkout-fast-long",
      "checkout-fast-short",
      "checkout-slow-long",
      "checkout-slow-short",
    ]);
    expect(compositeAlarms[0]?.AlarmRule).toBe(
      '(ALARM("checkout-fast-long") AND ALARM("checkout-fast-short")) OR (ALARM("checkout-slow-long") AND ALARM("checkout-slow-short"))',
    );
  });

  test("alarms by dimensions are of the metric with dimensions, which has no default value", () => {
    const { metricFilters, metricAlarms } = signalResources(
      readSignal({
        pattern: "{ $.status = 500 }",
        dimensions: { route: "$.route" },
        alarmFor: [{ route: "/pay" }],
      }),
      names,
    );

    expect(metricFilters[1]?.metricTransformations[0]).not.toHaveProperty("defaultValue");
    expect(metricAlarms[1]).toMatchObject({
      MetricName: "checkoutByroute",
      Dimensions: [{ Name: "route", Value: "/pay" }],
    });
  });
});

describe("a mute window", () => {
  const mute = { cron: "0 2 * * *", duration: "1h", signals: ["slow"] };

  test.each<[string, MuteDescription, readonly string[], RegExp]>([
    [
      "a name that is too long",
      { ...mute, signals: ["x".repeat(256)] },
      ["signals"],
      /^expected 1 to 255 characters/,
    ],
    [
      "too many names",
      { ...mute, signals: Array.from({ length: 101 }, (_, at) => `s${at}`) },
      ["signals"],
      /^expected 1 to/,
    ],
    ["a zone", { ...mute, timezone: "Mars/Base" }, ["timezone"], /no time zone/],
    ["no expression", { ...mute, cron: "" }, ["cron"], /expected 5 fields/],
    ["an hour", { ...mute, cron: "0 25 * * *" }, ["cron"], /^hour "25"/],
  ])("names the member that is wrong: %s", (_, description, path, message) => {
    const read = () => muteRule("night", description);

    expect(read).toThrow(expect.objectContaining({ path, message: expect.stringMatching(message) }));
  });

  test("names the rule's own name", () => {
    expect(() => muteRule("", mute)).toThrow(
      expect.objectContaining({ path: [], message: expect.stringMatching(/^Name: /) }),
    );
  });
});

describe("costs of a month, computed by hand", () => {
  test.each<[string, SignalDescription, number]>([
    // One metric at 0.30 and one alarm at 0.10.
    ["a count", {}, 0.4],
    // Two metrics, one alarm that looks at both.
    ["a ratio", { ratio: { of: { pattern: "x" } }, moreThan: "1%" }, 0.8],
    // No metric of one's own, one alarm.
    ["the silence of a group", { silence: "10m" }, 0.1],
    // One metric, an alarm that counts as three.
    ["what is unusual", { unusual: true }, 0.6],
    // Two metrics, four alarms that look at two each, one composite alarm.
    ["a budget", { budget: { objective: "99.9%" } }, 1.9],
    // One metric, an alarm with windows of ten seconds.
    ["a window of ten seconds", { within: "10s" }, 0.6],
    // One log alarm, 30 GB a month scanned once.
    ["a query", { query: { query: "filter x" } }, 0.25],
  ])("%s", (_, description, dollars) => {
    const cost = signalCost(signalResources(readSignal(description), names), { bytesPerDay: 1e9 });

    expect(cost.monthly).toBeCloseTo(dollars, 10);
  });
});

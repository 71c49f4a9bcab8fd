import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { alarmSetOf } from "../../local/backtest/alarm-definition.ts";
import { runBacktest } from "../../local/backtest/backtest.ts";
import { byAlarm, parseSweep, SweepError } from "../../local/backtest/sweep.ts";

const START = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;
const at = (minute: number, message = "ERROR") => ({ timestamp: START + minute * MINUTE, message });
const ALARM = { name: "Errors", pattern: "ERROR", moreThan: 2, within: 60 };

describe("runBacktest", () => {
  test("tells when an alarm goes off and recovers", async () => {
    const events = [at(0, "fine"), at(5), at(5), at(5), at(6, "fine"), at(20, "fine")];

    const result = await runBacktest(alarmSetOf([ALARM]), events);

    expect(result.events).toBe(6);
    expect(result.alarms[0]!.firings).toEqual([
      {
        from: START + 6 * MINUTE,
        to: START + 7 * MINUTE,
        reason: expect.stringContaining("Threshold Crossed"),
      },
    ]);
  });

  test("gives the same result for batches as for a list, wherever they are cut", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.boolean()), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 10 }),
        async (plan, size) => {
          const events = plan
            .map(([minute, error]) => at(minute, error ? "ERROR" : "fine"))
            .sort((a, b) => a.timestamp - b.timestamp);
          const batches = async function* () {
            for (let index = 0; index < events.length; index += size) yield events.slice(index, index + size);
          };

          const [listed, streamed] = [
            await runBacktest(alarmSetOf([ALARM]), events),
            await runBacktest(alarmSetOf([ALARM]), batches()),
          ];

          expect(streamed).toEqual(listed);
        },
      ),
      { numRuns: 50 },
    );
  });

  test("a higher threshold never makes an alarm go off longer", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 80 }),
        async (minutes) => {
          const events = minutes.map((minute) => at(minute));

          const result = await runBacktest(alarmSetOf([ALARM]), events, { thresholds: [1, 2, 3, 5, 8] });

          const lengths = byAlarm(result)
            .get("Errors")!
            .map(({ result: alarm }) => alarm.firingMs);
          expect(lengths).toEqual([...lengths].sort((a, b) => b - a));
        },
      ),
      { numRuns: 30 },
    );
  });

  test("has no result without events", async () => {
    const result = await runBacktest(alarmSetOf([ALARM]), []);

    expect(result).toMatchObject({ events: 0, start: undefined });
    expect(result.alarms[0]!.firings).toEqual([]);
  });

  test("counts embedded metrics too", async () => {
    const metric = (minute: number, value: number) =>
      at(
        minute,
        JSON.stringify({
          _aws: {
            Timestamp: START + minute * MINUTE,
            CloudWatchMetrics: [{ Namespace: "App", Dimensions: [[]], Metrics: [{ Name: "latency" }] }],
          },
          latency: value,
        }),
      );
    const alarm = {
      AlarmName: "Slow",
      Namespace: "App",
      MetricName: "latency",
      Statistic: "Maximum",
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 100,
      ComparisonOperator: "GreaterThanThreshold",
    };

    const result = await runBacktest({ filters: [], alarms: [alarm] }, [
      metric(0, 10),
      metric(1, 200),
      metric(2, 10),
    ]);

    expect(result.alarms[0]!.firings).toMatchObject([{ from: START + 2 * MINUTE, to: START + 3 * MINUTE }]);
  });
});

describe("parseSweep", () => {
  test.each([
    ["threshold=1..5", [1, 2, 3, 4, 5]],
    ["threshold=10..30:10", [10, 20, 30]],
    ["threshold=0..1:0.25", [0, 0.25, 0.5, 0.75, 1]],
    ["threshold=1,5,10", [1, 5, 10]],
  ])("reads %s", (text, values) => {
    expect(parseSweep(text)).toEqual(values);
  });

  test.each(["", "period=1..5", "threshold=5..1", "threshold=a", "threshold=1..5:0", "threshold=1..1000000"])(
    "refuses %s",
    (text) => {
      expect(() => parseSweep(text)).toThrow(SweepError);
    },
  );

  test("never fails otherwise", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `threshold=${text}`),
        ),
        (text) => {
          try {
            for (const value of parseSweep(text)) expect(value).toBeTypeOf("number");
          } catch (error) {
            expect(error).toBeInstanceOf(SweepError);
          }
        },
      ),
    );
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fixedBand } from "../../../lib/semantics/alarm/anomaly-band.ts";
import { evaluateAlarm } from "../../../lib/semantics/alarm/evaluate-alarm.ts";
import { evaluationInterval, evaluationRange } from "../../../lib/semantics/alarm/evaluation-range.ts";
import { serializeReasonData } from "../../../lib/semantics/alarm/reason-data.ts";
import type { Alarm, AlarmState } from "../../../lib/semantics/alarm/types.ts";

const START = Date.UTC(2022, 10, 8, 11, 23);
const alarmOf = (changes: Partial<Alarm>): Alarm => ({
  comparisonOperator: "GreaterThanThreshold",
  threshold: 1,
  evaluationPeriods: 3,
  period: 60,
  statistic: "Average",
  ...changes,
});
const datedAt = (newest: number) => ({ now: newest + 125_399, periodStart: newest });

describe("reasons in CloudWatch's words", () => {
  const newest = START + 120_000;
  const reasons: [string, Alarm, (number | null)[], string][] = [
    [
      "one datapoint",
      alarmOf({ evaluationPeriods: 1, datapointsToAlarm: 1 }),
      [2],
      "Threshold Crossed: 1 out of the last 1 datapoints [2.0 (08/11/22 11:25:00)] was greater than the threshold (1.0) (minimum 1 datapoint for OK -> ALARM transition).",
    ],
    [
      "no M given",
      alarmOf({}),
      [4, 5, 0],
      "Threshold Crossed: 1 datapoint [0.0 (08/11/22 11:25:00)] was not greater than the threshold (1.0).",
    ],
    [
      "recovery of M of N",
      alarmOf({ evaluationPeriods: 3, datapointsToAlarm: 2 }),
      [0, 5, 1],
      "Threshold Crossed: 2 out of the last 3 datapoints [1.0 (08/11/22 11:25:00), 0.0 (08/11/22 11:23:00)] were not greater than the threshold (1.0) (minimum 2 datapoints for ALARM -> OK transition).",
    ],
    [
      "five or more datapoints",
      alarmOf({ evaluationPeriods: 6, datapointsToAlarm: 6 }),
      [2, 3, 4, 5, 6, 7],
      "Threshold Crossed: 6 out of the last 6 datapoints were greater than the threshold (1.0). The most recent datapoints which crossed the threshold: [7.0 (08/11/22 11:25:00), 6.0 (08/11/22 11:24:00), 5.0 (08/11/22 11:23:00), 4.0 (08/11/22 11:22:00), 3.0 (08/11/22 11:21:00)] (minimum 6 datapoints for OK -> ALARM transition).",
    ],
    [
      "one real and filled datapoints that decide",
      alarmOf({ datapointsToAlarm: 2, treatMissingData: "breaching" }),
      [null, null, null, null, 0],
      "Threshold Crossed: 1 datapoint was received for 3 periods and 2 missing datapoints were treated as [Breaching].",
    ],
    [
      "recovery beside a filled datapoint",
      alarmOf({
        evaluationPeriods: 2,
        comparisonOperator: "LessThanThreshold",
        treatMissingData: "breaching",
      }),
      [null, null, null, 1],
      "Threshold Crossed: 1 datapoint [1.0 (08/11/22 11:25:00)] was not less than the threshold (1.0) and 1 missing datapoint was treated as [Breaching].",
    ],
    [
      "alarm beside filled datapoints",
      alarmOf({
        evaluationPeriods: 4,
        datapointsToAlarm: 1,
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        treatMissingData: "notBreaching",
      }),
      [null, null, null, null, null, 613],
      "Threshold Crossed: 1 out of the last 4 datapoints [613.0 (08/11/22 11:25:00)] was greater than or equal to the threshold (1.0) and 3 missing datapoints were treated as [NonBreaching] (minimum 1 datapoint for OK -> ALARM transition).",
    ],
    ["no data", alarmOf({}), [null, null, null], "Insufficient Data: 3 datapoints were unknown."],
    [
      "no data of one",
      alarmOf({ evaluationPeriods: 1 }),
      [null],
      "Insufficient Data: 1 datapoint was unknown.",
    ],
  ];
  for (const [name, alarm, datapoints, reason] of reasons) {
    test(name, () => {
      expect(evaluateAlarm(alarm, datapoints, "OK", datedAt(newest)).reason).toBe(reason);
    });
  }

  test("of a band, in both directions", () => {
    const alarm = alarmOf({
      comparisonOperator: "LessThanLowerOrGreaterThanUpperThreshold",
      threshold: undefined,
      statistic: undefined,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
    });
    const options = { ...datedAt(newest), band: fixedBand(0.25, 0.5) };

    const outside = evaluateAlarm(alarm, [0], "OK", options);
    const inside = evaluateAlarm(alarm, [0.3], "ALARM", options);

    expect(outside.reason).toBe(
      "Thresholds Crossed: 1 out of the last 1 datapoints [0.0 (08/11/22 11:25:00)] was less than the lower thresholds [0.25] or greater than the upper thresholds [0.5] (minimum 1 datapoint for OK -> ALARM transition).",
    );
    expect(inside.reason).toBe(
      "Thresholds Crossed: 1 out of the last 1 datapoints [0.3 (08/11/22 11:25:00)] was not less than the lower thresholds [0.25] or not greater than the upper thresholds [0.5] (minimum 1 datapoint for ALARM -> OK transition).",
    );
    expect(serializeReasonData(outside.reasonData!)).toBe(
      '{"version":"1.0","queryDate":"2022-11-08T11:27:05.399+0000","startDate":"2022-11-08T11:25:00.000+0000","period":60,"recentDatapoints":[0.0],"recentLowerThresholds":[0.25],"recentUpperThresholds":[0.5],"evaluatedDatapoints":[{"timestamp":"2022-11-08T11:25:00.000+0000","value":0.0}]}',
    );
  });

  test("of a band crossed by five or more datapoints", () => {
    // The words of a real notification of 2020-10-11, kept as EXAMPLE_ANOMALY_EVENT in the tests of cloudwatch_to_discord.
    const alarm = alarmOf({
      comparisonOperator: "LessThanLowerOrGreaterThanUpperThreshold",
      threshold: undefined,
      evaluationPeriods: 6,
      datapointsToAlarm: 6,
    });

    const { reason } = evaluateAlarm(alarm, [2, 3, 4, 5, 6, 7], "OK", {
      ...datedAt(newest),
      band: (_, index) => ({ lower: index / 4, upper: 1 + index / 8 }),
    });

    expect(reason).toBe(
      "Thresholds Crossed: 6 out of the last 6 datapoints were less than the lower thresholds or greater than the upper thresholds. Recent datapoints [7.0 (08/11/22 11:25:00), 6.0 (08/11/22 11:24:00), 5.0 (08/11/22 11:23:00), 4.0 (08/11/22 11:22:00), 3.0 (08/11/22 11:21:00)] crossed the lower thresholds [1.25, 1.0, 0.75, 0.5, 0.25] or upper thresholds [1.625, 1.5, 1.375, 1.25, 1.125] (minimum 6 datapoints for OK -> ALARM transition).",
    );
  });

  test("of one side of a band", () => {
    const alarm = alarmOf({
      comparisonOperator: "GreaterThanUpperThreshold",
      threshold: undefined,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
    });

    const { reason } = evaluateAlarm(alarm, [17], "OK", { ...datedAt(newest), band: fixedBand(1, 15.5) });

    expect(reason).toBe(
      "Thresholds Crossed: 1 out of the last 1 datapoints [17.0 (08/11/22 11:25:00)] was greater than the upper thresholds [15.5] (minimum 1 datapoint for OK -> ALARM transition).",
    );
  });

  test("reason data lists real datapoints oldest first and evaluated periods newest first", () => {
    const points = [
      { value: 1, sampleCount: 2 },
      { value: 3, sampleCount: 4 },
    ];

    const { reasonData } = evaluateAlarm(
      alarmOf({ evaluationPeriods: 2, unit: "Count" }),
      points,
      "OK",
      datedAt(newest),
    );

    expect(serializeReasonData(reasonData!)).toBe(
      '{"version":"1.0","queryDate":"2022-11-08T11:27:05.399+0000","startDate":"2022-11-08T11:24:00.000+0000","unit":"Count","statistic":"Average","period":60,"recentDatapoints":[1.0,3.0],"threshold":1.0,"evaluatedDatapoints":[{"timestamp":"2022-11-08T11:25:00.000+0000","sampleCount":4.0,"value":3.0},{"timestamp":"2022-11-08T11:24:00.000+0000","sampleCount":2.0,"value":1.0}]}',
    );
  });
});

test("a percentile of few samples keeps the state only when the alarm says so", () => {
  const alarm = alarmOf({ statistic: undefined, extendedStatistic: "p99", evaluationPeriods: 1 });
  const point = (sampleCount: number) => [{ value: 5, sampleCount }];
  const ignoring: Alarm = { ...alarm, evaluateLowSampleCountPercentile: "ignore" };

  expect(evaluateAlarm(alarm, point(10), "OK").state).toBe("ALARM");
  expect(evaluateAlarm(ignoring, point(999), "OK")).toMatchObject({ state: "OK", retained: true });
  expect(evaluateAlarm(ignoring, point(1000), "OK").state).toBe("ALARM");
});

test("evaluation happens each minute, each ten seconds, or each hour", () => {
  expect(evaluationInterval({ evaluationPeriods: 3, period: 60 })).toBe(60);
  expect(evaluationInterval({ evaluationPeriods: 3, period: 10 })).toBe(10);
  expect(evaluationInterval({ evaluationPeriods: 1, period: 86_400 })).toBe(60);
  expect(evaluationInterval({ evaluationPeriods: 2, period: 86_400 })).toBe(3600);
});

const states = fc.constantFrom<AlarmState>("OK", "ALARM", "INSUFFICIENT_DATA");
const alarms = fc
  .record({
    evaluationPeriods: fc.integer({ min: 1, max: 8 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    treatMissingData: fc.constantFrom("missing", "ignore", "breaching", "notBreaching", undefined),
    comparisonOperator: fc.constantFrom(
      "GreaterThanThreshold",
      "GreaterThanOrEqualToThreshold",
      "LessThanThreshold",
      "LessThanOrEqualToThreshold",
    ),
  })
  .map(({ share, ...alarm }) => {
    const datapointsToAlarm = 1 + Math.floor(share * (alarm.evaluationPeriods - 1));
    return alarmOf({ ...alarm, threshold: 0, datapointsToAlarm } as Partial<Alarm>);
  });
const datapoints = fc.array(fc.option(fc.integer({ min: -2, max: 2 })), { maxLength: 12 });

describe("any alarm and any datapoints", () => {
  test("give a state, a finished reason and JSON", () => {
    fc.assert(
      fc.property(
        alarms,
        fc.array(fc.option(fc.double())),
        fc.option(states, { nil: undefined }),
        (alarm, points, previous) => {
          const { state, reason, reasonData } = evaluateAlarm(alarm, points, previous);
          expect(["OK", "ALARM", "INSUFFICIENT_DATA"]).toContain(state);
          expect(reason).toMatch(/(\.|creation)$/);
          if (reasonData)
            expect(reasonData.evaluatedDatapoints.length).toBeLessThanOrEqual(alarm.evaluationPeriods);
        },
      ),
      { numRuns: 5000 },
    );
  });

  test("a worse datapoint never turns ALARM into OK", () => {
    const rank = { OK: 0, INSUFFICIENT_DATA: 1, ALARM: 2 };
    fc.assert(
      fc.property(alarms, datapoints, fc.nat(), (alarm, points, at) => {
        const index = points.length === 0 ? 0 : at % points.length;
        fc.pre(points[index] !== null && points[index] !== undefined);
        const worse = alarm.comparisonOperator.startsWith("Greater") ? 9 : -9;
        const before = evaluateAlarm(alarm, points, "OK").state;
        const after = evaluateAlarm(alarm, points.with(index, worse), "OK").state;
        expect(rank[after]).toBeGreaterThanOrEqual(rank[before]);
      }),
      { numRuns: 5000 },
    );
  });

  test("with N real datapoints only the newest N count and missing data has no say", () => {
    fc.assert(
      fc.property(
        alarms,
        fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 8, maxLength: 12 }),
        states,
        (alarm, points, previous) => {
          const window = points.slice(-alarm.evaluationPeriods);
          const breaches = (value: number) =>
            ({
              GreaterThanThreshold: value > 0,
              GreaterThanOrEqualToThreshold: value >= 0,
              LessThanThreshold: value < 0,
              LessThanOrEqualToThreshold: value <= 0,
            })[alarm.comparisonOperator as string];
          const expected = window.filter(breaches).length >= alarm.datapointsToAlarm! ? "ALARM" : "OK";
          expect(evaluateAlarm(alarm, points, previous).state).toBe(expected);
        },
      ),
      { numRuns: 3000 },
    );
  });

  test("datapoints outside the evaluation range have no say", () => {
    fc.assert(
      fc.property(alarms, datapoints, datapoints, states, (alarm, older, points, previous) => {
        fc.pre(points.length >= evaluationRange(alarm));
        expect(evaluateAlarm(alarm, [...older, ...points], previous)).toEqual(
          evaluateAlarm(alarm, points, previous),
        );
      }),
      { numRuns: 3000 },
    );
  });
});

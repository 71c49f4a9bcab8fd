import { expect, test } from "vitest";
import { evaluateSeriesAlarm } from "../../../lib/semantics/alarm/evaluate-series-alarm.ts";
import type { Alarm } from "../../../lib/semantics/alarm/types.ts";

const ALARM: Alarm = {
  comparisonOperator: "GreaterThanThreshold",
  threshold: 10,
  evaluationPeriods: 2,
  datapointsToAlarm: 2,
  period: 60,
};
const series = (name: string, ...values: (number | null)[]) => ({ attributes: { Route: name }, values });
const timestamps = [0, 1, 2, 3].map((minute) => Date.UTC(2025, 11, 1, 13, 31 + minute));

test("the reason of a time series is the service's own (case U0123)", () => {
  const alarm: Alarm = {
    ...ALARM,
    comparisonOperator: "LessThanThreshold",
    threshold: 1,
    evaluationPeriods: 1,
    datapointsToAlarm: 1,
  };

  const { contributors, state, reason } = evaluateSeriesAlarm(
    alarm,
    [series("t", null, null, null, 0)],
    [],
    "OK",
    { timestamps },
  );

  expect(contributors[0]?.reason).toBe(
    "Threshold Crossed: 1 datapoint was less than the threshold (1.0). The most recent datapoint which crossed the threshold: [0.0 (01/12/25 13:34:00)].",
  );
  expect([state, reason]).toEqual(["ALARM", "1 out of 1 time series evaluated to ALARM"]);
});

test("each series is judged by itself, and one in ALARM is enough", () => {
  const all = [series("a", 1, 1, 20, 20), series("b", 1, 1, 20, 1), series("c", 1, 1, 1, 1)];

  const { state, reason, contributors } = evaluateSeriesAlarm(ALARM, all, [], "OK");

  expect(state).toBe("ALARM");
  expect(reason).toBe("1 out of 3 time series evaluated to ALARM");
  expect(contributors.map((one) => [one.attributes["Route"], one.state])).toEqual([
    ["a", "ALARM"],
    ["b", "OK"],
    ["c", "OK"],
  ]);
  expect(new Set(contributors.map(({ id }) => id)).size).toBe(3);
  expect(contributors[0]?.id).toMatch(/^[0-9a-f]{16}$/);
});

test("a series that is gone is OK again, whatever the treatment of missing data", () => {
  const gone = [{ attributes: { Route: "gone" } }];

  const { state, contributors } = evaluateSeriesAlarm(
    { ...ALARM, treatMissingData: "breaching" },
    [series("here", 1, 1, 1, 1)],
    gone,
    "ALARM",
  );

  expect(state).toBe("OK");
  expect(contributors.at(-1)).toMatchObject({ attributes: { Route: "gone" }, state: "OK" });
});

test.each([
  [undefined, "INSUFFICIENT_DATA"],
  ["notBreaching", "OK"],
  ["breaching", "ALARM"],
  ["ignore", "ALARM"],
] as const)("no series at all with the treatment %s is %s", (treatMissingData, expected) => {
  const { state } = evaluateSeriesAlarm({ ...ALARM, treatMissingData }, [], [], "ALARM");

  expect(state).toBe(expected);
});

test("a hundred series may be in ALARM, the first in the query's order", () => {
  const all = Array.from({ length: 105 }, (_, index) => series(String(index), 20, 20, 20, 20));

  const { reason, contributors } = evaluateSeriesAlarm(ALARM, all, [], "OK");

  expect(reason).toBe("100+ time series evaluated to ALARM");
  expect(contributors.filter(({ state }) => state === "ALARM")).toHaveLength(100);
  expect(contributors[99]?.state).toBe("ALARM");
  expect(contributors[100]?.state).toBe("OK");
});

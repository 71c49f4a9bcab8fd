import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contributorId } from "../../../lib/semantics/alarm/contributor-id.ts";
import { serializeReasonData } from "../../../lib/semantics/alarm/reason-data.ts";
import { aggregateRows } from "../../../lib/semantics/log-alarm/aggregate-rows.ts";
import { parseAggregationExpression } from "../../../lib/semantics/log-alarm/aggregation-expression.ts";
import { evaluateLogAlarm } from "../../../lib/semantics/log-alarm/evaluate-log-alarm.ts";
import type { LogAlarm } from "../../../lib/semantics/log-alarm/types.ts";

const alarm: LogAlarm = {
  comparisonOperator: "GreaterThanThreshold",
  threshold: 100,
  queryResultsToEvaluate: 5,
  queryResultsToAlarm: 3,
};
const timestamps = [55, 60, 65, 70, 75].map((minute) => Date.UTC(2026, 5, 10, 11, minute));

describe("log alarms", () => {
  test("say why, in the documentation's words", () => {
    const found = evaluateLogAlarm(alarm, [80, 90, 120, 135, 142], "OK", { timestamps });

    expect(found.reason).toBe(
      "Threshold Crossed: 3 out of the last 5 query results [142.0 (10/06/26 12:15:00), 135.0 (10/06/26 12:10:00), 120.0 (10/06/26 12:05:00)] were greater than the threshold (100.0) (minimum 3 datapoints for OK -> ALARM transition).",
    );
  });

  test("keep reason data with the newest result first, counts without a decimal point", () => {
    const now = Date.UTC(2026, 5, 10, 12, 15, 30);

    const { reasonData } = evaluateLogAlarm(alarm, [142], "OK", {
      now,
      timestamps: timestamps.slice(-1),
      queryIds: ["run-3"],
    });

    expect(serializeReasonData(reasonData!)).toBe(
      '{"version":"1.0","queryDate":"2026-06-10T12:15:30.000+0000","threshold":100.0,"queryResultsToEvaluate":5,"queryResultsToAlarm":3,"results":[{"queryResultId":"run-3","status":"COMPLETE","timestamp":"2026-06-10T12:15:00.000+0000","value":142.0}]}',
    );
  });

  test("agree with counting: ALARM exactly when M of the last N breach", () => {
    const results = fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 5, maxLength: 12 });
    const sizes = fc
      .integer({ min: 1, max: 5 })
      .chain((n) => fc.tuple(fc.constant(n), fc.integer({ min: 1, max: n })));
    fc.assert(
      fc.property(results, sizes, (values, [n, m]) => {
        const found = evaluateLogAlarm(
          { ...alarm, queryResultsToEvaluate: n, queryResultsToAlarm: m },
          values,
          "OK",
        );
        const breaching = values.slice(-n).filter((value) => value > 100).length;
        expect(found.state).toBe(breaching >= m ? "ALARM" : "OK");
      }),
    );
  });

  test("wait for N results before they are OK, but not before they alarm", () => {
    expect(evaluateLogAlarm(alarm, [1, 2]).state).toBe("INSUFFICIENT_DATA");
    expect(evaluateLogAlarm(alarm, [101, 102, 103]).state).toBe("ALARM");
  });

  test("a contributor that vanishes goes to OK whatever the treatment", () => {
    const single = {
      ...alarm,
      queryResultsToEvaluate: 2,
      queryResultsToAlarm: 1,
      treatMissingData: "breaching" as const,
    };

    const found = evaluateLogAlarm(single, [{ a: 200 }, {}], "ALARM");

    expect(found).toMatchObject({ state: "OK", contributors: [{ name: "a", state: "OK" }] });
  });

  test("a contributor's id has 16 characters and belongs to its attributes, whatever their order", () => {
    const one = contributorId({ attributes: { service: "api", host: "1" } });

    expect(one).toHaveLength(16);
    expect(contributorId({ attributes: { host: "1", service: "api" } })).toBe(one);
    expect(contributorId({ attributes: { host: "2", service: "api" } })).not.toBe(one);
  });
});

describe("aggregation expressions", () => {
  test("names in back-ticks may hold anything", () => {
    expect(parseAggregationExpression("max(`a b`) by `x,y`, z|sort DESC")).toEqual({
      aggregate: "max",
      field: "a b",
      by: ["x,y", "z"],
      sort: "desc",
    });
  });

  test("no text breaks the parser", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."count(*)avg by,`|sortdesc-@.1 ") }), (text) => {
        try {
          parseAggregationExpression(text);
        } catch (error) {
          expect((error as Error).name).toBe("AggregationSyntaxError");
        }
      }),
      { numRuns: 2000 },
    );
  });

  test("what spells no number is left out", () => {
    expect(aggregateRows("sum(v)", [{ v: "2" }, { v: "x" }, { v: "" }, { v: 3 }])).toEqual({ value: 5 });
  });
});

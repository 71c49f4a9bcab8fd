import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { computeStatistic } from "../../../lib/semantics/statistics/compute-statistic.ts";
import { parseStatistic, UnknownStatisticError } from "../../../lib/semantics/statistics/parse-statistic.ts";
import { StatisticSet } from "../../../lib/semantics/statistics/statistic-set.ts";

const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
const numbers = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 60 });

describe("statistics", () => {
  test.each([
    ["SampleCount", 100],
    ["Average", 50.5],
    ["Sum", 5050],
    ["Minimum", 1],
    ["Maximum", 100],
    ["p50", 50.5],
    ["p100", 100],
    ["p0", 1],
    ["tm90", 45.5],
    ["TM(10%:90%)", 50.5],
    ["TM(:50)", 25.5],
    ["tc99", 99],
    ["TC(80:)", 20],
    ["ts50", 1275],
    ["TS(0.9:2)", 3],
    ["WM(20:80)", (20 * 20 + hundred.slice(20, 80).reduce((a, b) => a + b) + 80 * 20) / 100],
    ["PR(:30)", 30],
    ["PR(10:30)", 20],
    ["IQM", 50.5],
  ])("%s of 1 to 100 is %f", (name, expected) => {
    expect(computeStatistic(name, hundred)).toBeCloseTo(expected, 9);
  });

  test.each([
    "Median",
    "p101",
    "p",
    "tm",
    "TM()",
    "TM(:)",
    "TM(10%:20)",
    "TM(90%:10%)",
    "PR(10%:90%)",
    "TM(:101%)",
  ])("%s is no statistic", (name) => expect(() => parseStatistic(name)).toThrow(UnknownStatisticError));

  test("percentiles lie between minimum and maximum and grow", () => {
    fc.assert(
      fc.property(numbers, fc.nat({ max: 100 }), fc.nat({ max: 100 }), (values, one, other) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        const lower = computeStatistic(`p${low}`, values)!;
        const upper = computeStatistic(`p${high}`, values)!;
        expect(lower).toBeGreaterThanOrEqual(Math.min(...values));
        expect(upper).toBeLessThanOrEqual(Math.max(...values));
        expect(upper).toBeGreaterThanOrEqual(lower);
      }),
    );
  });

  test("values with counts are the same as values repeated, and sets merge in any order", () => {
    const weighted = fc.array(
      fc.record({ value: fc.integer({ min: -9, max: 9 }), count: fc.integer({ min: 1, max: 4 }) }),
      {
        minLength: 1,
        maxLength: 20,
      },
    );
    const name = fc.constantFrom("Average", "Sum", "p90", "tm80", "WM(10%:90%)", "TC(0:5)", "IQM", "PR(:3)");
    fc.assert(
      fc.property(weighted, fc.nat({ max: 20 }), name, (samples, cut, statistic) => {
        const repeated = samples.flatMap(({ value, count }) => Array<number>(count).fill(value));
        const merged = StatisticSet.of(repeated.slice(cut));
        merged.merge(StatisticSet.of(repeated.slice(0, cut)));

        const expected = computeStatistic(statistic, repeated);

        for (const actual of [computeStatistic(statistic, samples), computeStatistic(statistic, merged)]) {
          if (expected === undefined) expect(actual).toBeUndefined();
          else expect(actual).toBeCloseTo(expected, 9);
        }
      }),
    );
  });

  test("a set keeps bounded memory and stays near the exact percentiles", () => {
    const set = new StatisticSet();
    for (let index = 0; index < 100_000; index++) set.add((index * 7919) % 100_000);

    expect(set.distribution()!.length).toBeLessThanOrEqual(1000);
    expect(computeStatistic("SampleCount", set)).toBe(100_000);
    expect(computeStatistic("Sum", set)).toBe((100_000 * 99_999) / 2);
    expect(computeStatistic("Maximum", set)).toBe(99_999);
    expect(Math.abs(computeStatistic("p90", set)! - 90_000)).toBeLessThan(3000);
  });

  test("published summaries have no percentiles unless the values follow from them", () => {
    const unknown = new StatisticSet();
    unknown.addPublished({ sampleCount: 5, sum: 15, minimum: 1, maximum: 6 });
    const equal = new StatisticSet();
    equal.addPublished({ sampleCount: 5, sum: 15, minimum: 3, maximum: 3 });

    expect(computeStatistic("p90", unknown)).toBeUndefined();
    expect(computeStatistic("Average", unknown)).toBe(3);
    expect(computeStatistic("p90", equal)).toBe(3);
    expect(computeStatistic("Average", [])).toBeUndefined();
  });

  test("any name is a statistic or refused", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^(tm|p|TM\(|PR\(|WM\()[0-9.%:]{0,9}\)?$/)),
        numbers,
        (name, values) => {
          try {
            const value = computeStatistic(name, values);
            expect(value === undefined || Number.isFinite(value)).toBe(true);
          } catch (error) {
            expect(error).toBeInstanceOf(UnknownStatisticError);
          }
        },
      ),
      { numRuns: 5000 },
    );
  });
});

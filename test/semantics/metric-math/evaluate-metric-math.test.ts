import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evaluateMetricMath } from "../../../lib/semantics/metric-math/evaluate-metric-math.ts";
import { MetricMathError } from "../../../lib/semantics/metric-math/metric-math-error.ts";

const m1 = [1, 2, null, 4];
const m2 = [10, null, 30, 0];
const timestamps = [0, 60_000, 120_000, 180_000];
const metrics = { m1, m2, cpu_a: [1, 1, 1, 1] };

function result(expression: string): unknown {
  const value = evaluateMetricMath(expression, metrics, { timestamps });
  if (value.kind === "scalar") return value.value;
  return value.kind === "series" ? value.values : value.series.map(({ values }) => values);
}

describe("metric math", () => {
  test.each<[string, unknown]>([
    ["1 + 2 * 3", 7],
    ["(1 + 2) * 3", 9],
    ["-2 ^ 2", -4],
    ["2 ^ 3 ^ 2", 512],
    ["8 / 2 / 2", 2],
    ["1 < 2 && 2 < 1 || 1 == 1", 1],
    ["1 OR 0 AND 0", 1],
    ["m1", m1],
    ["m1 * 2", [2, 4, null, 8]],
    ["m1 + m2", [11, 2, 30, 4]],
    ["m1 / m2", [0.1, null, 0, null]],
    ["100 * (m1 / SUM([m1, cpu_a]))", [50, 100 * (2 / 3), 0, 80]],
    ["m1 > 1", [0, 1, null, 1]],
    ["SUM(m1)", 7],
    ["SUM([m1, m2])", [11, 2, 30, 4]],
    ["AVG([m1, m2])", [5.5, 1, 15, 2]],
    ["MAX(METRICS())", [10, 2, 30, 4]],
    ['SUM(METRICS("cpu"))', [1, 1, 1, 1]],
    ["METRIC_COUNT(METRICS())", 3],
    [
      "METRICS() * 0",
      [
        [0, 0, null, 0],
        [0, null, 0, 0],
        [0, 0, 0, 0],
      ],
    ],
    ["MIN(m2)", 0],
    ["STDDEV(m1)", Math.sqrt(14 / 9)],
    ["DATAPOINT_COUNT(m1)", 3],
    ["FILL(m1, 0)", [1, 2, 0, 4]],
    ["FILL(m1, REPEAT)", [1, 2, 2, 4]],
    ["FILL(m1, LINEAR)", [1, 2, 3, 4]],
    ["FILL(m1, m2)", [1, 2, 30, 4]],
    ["IF(m1 > 1, m1, 0)", [0, 2, null, 4]],
    ["IF(m1, m2, 7)", [10, 0, 7, 0]],
    ["IF(m1 < 2, m1)", [1, null, null, null]],
    ["IF(1 > 2, m1)", [null, null, null, null]],
    ["SORT([m1, m2, cpu_a], SUM, DESC)", [m2, m1, [1, 1, 1, 1]]],
    ["SORT([m1, m2, cpu_a], MAX, ASC, 2)", [[1, 1, 1, 1], m1]],
    ["SLICE(SORT(METRICS(), AVG, DESC), 0, 2)", [m2, m1]],
    ["SLICE(METRICS(), 2)", [[1, 1, 1, 1]]],
    ["FIRST(SORT(METRICS(), MIN, DESC))", m1],
    ["IF(1 > 2, m1, m2)", m2],
    ["RATE(m1)", [null, 1 / 60, null, 2 / 120]],
    ["DIFF(m1)", [null, 1, null, 2]],
    ["RUNNING_SUM(m1)", [1, 3, null, 7]],
    ["ABS(-m1)", [1, 2, null, 4]],
    ["CEIL(m1 / 3)", [1, 1, null, 2]],
    ["PERIOD(m1)", 60],
    ["MINUTE(m1)", [0, 1, 2, 3]],
    ["DAY(m1)", [4, 4, 4, 4]],
    ["TIME_SERIES(5)", [5, 5, 5, 5]],
  ])("%s", (expression, expected) => {
    const actual = result(expression);
    if (typeof expected === "number") expect(actual).toBeCloseTo(expected, 9);
    else expect(actual).toEqual(expected);
  });

  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html: the tables of operators and of IF.
  test.each<[string, Record<string, (number | null)[]>, (number | null)[]]>([
    ["metric1 < metric2", { metric1: [30, 20, 0, 0], metric2: [20, null, 20, null] }, [0, 0, 1, 0]],
    ["metric1 >= 30", { metric1: [30, 20, 0, 0] }, [1, 0, 0, 0]],
    [
      "metric1 > 15 AND metric2 > 15",
      { metric1: [30, 20, 0, 0], metric2: [20, null, 20, null] },
      [1, 0, 0, 0],
    ],
    [
      "IF(metric1, metric2, metric3)",
      { metric1: [1, 1, 0, 0, null], metric2: [30, null, 0, 0, 30], metric3: [0, 0, 20, null, 20] },
      [30, 0, 20, null, null],
    ],
    [
      "IF(metric1, 5, metric3)",
      { metric1: [1, 1, 0, 0, null], metric3: [0, 0, 20, null, 20] },
      [5, 5, 20, null, null],
    ],
    [
      "IF(metric1, metric2, 5)",
      { metric1: [1, 1, 0, 0, null], metric2: [30, null, 0, 0, 30] },
      [30, 0, 5, 5, 5],
    ],
  ])("the documentation's %s", (expression, series, expected) => {
    expect(evaluateMetricMath(expression, series)).toMatchObject({ values: expected });
  });

  test.each([
    ["", 0],
    ["m1 +", 4],
    ["m1 m2", 3],
    ["m9", 0],
    ["NOPE(m1)", 0],
    ["SUM(m1, m2)", 0],
    ["(m1", 3],
    ["m1 @ m2", 3],
    ["1 + RATE(2)", 4],
    ["[m1, m2] * [m1, m2]", 9],
    ["ANOMALY_DETECTION_BAND(m1, 2)", 0],
    ["1 + SEARCH('{AWS/EC2,InstanceId} CPUUtilization', 'Average')", 4],
    ["IF(m1)", 0],
    ["SORT(METRICS(), RATE, DESC)", 16],
    ["SORT(METRICS(), SUM, UP)", 21],
    ["SLICE(METRICS(), -1)", 17],
    ["SLICE(METRICS())", 0],
  ])("%j is refused at character %i", (expression, offset) => {
    let error: unknown;
    try {
      result(expression);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(MetricMathError);
    expect((error as MetricMathError).offset).toBe(offset);
  });

  test("arithmetic agrees with JavaScript's own", () => {
    const { sum } = fc.letrec<{ sum: string; leaf: string }>((tie) => ({
      leaf: fc.integer({ min: 0, max: 9 }).map(String),
      sum: fc.oneof(
        { maxDepth: 5 },
        tie("leaf"),
        fc.tuple(tie("sum"), fc.constantFrom("+", "-", "*", "/"), tie("sum")).map((parts) => parts.join(" ")),
        tie("sum").map((inner) => `(${inner})`),
      ),
    }));
    fc.assert(
      fc.property(sum, (text) => {
        const expected = Function(`return ${text}`)() as number;
        expect(result(text)).toEqual(expected);
      }),
      { numRuns: 2000 },
    );
  });

  test("any text is evaluated or refused", () => {
    const piece = fc.constantFrom(
      ..."m1 m2 m9 1 2.5 + - * / ^ ( ) [ ] , < == && OR SUM( AVG( FILL( REPEAT IF( METRICS() RATE( \" ' STDDEV( FIRST( SORT( SLICE( DESC".split(
        " ",
      ),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece, { maxLength: 14 }).map((all) => all.join(" ")),
          fc.string(),
        ),
        (text) => {
          try {
            result(text);
          } catch (error) {
            expect(error).toBeInstanceOf(MetricMathError);
            expect((error as MetricMathError).offset).toBeLessThanOrEqual(text.length);
          }
        },
      ),
      { numRuns: 35_000 },
    );
    expect(() => result("(".repeat(2000))).toThrow(MetricMathError);
    expect(() => result("-".repeat(2000))).toThrow(MetricMathError);
  });
});

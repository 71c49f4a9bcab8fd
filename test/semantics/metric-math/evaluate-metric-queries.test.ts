import { expect, test } from "vitest";
import {
  evaluateMetricQueries,
  MetricQueryCycleError,
} from "../../../lib/semantics/metric-math/evaluate-metric-queries.ts";

const metrics = { errors: [1, null, 3], calls: [10, 10, 10] };

test("expressions use each other in any order, and METRICS() sees metrics only", () => {
  const results = evaluateMetricQueries(
    [
      { id: "percent", expression: "100 * rate" },
      { id: "rate", expression: "FILL(errors, 0) / calls" },
      { id: "all", expression: "METRIC_COUNT(METRICS())" },
    ],
    metrics,
  );

  expect(results.get("percent")).toMatchObject({ kind: "series", values: [10, 0, 30] });
  expect(results.get("all")).toEqual({ kind: "scalar", value: 2 });
});

test("expressions that need each other are refused by name", () => {
  const queries = [
    { id: "a", expression: "b + 1" },
    { id: "b", expression: "a - 1" },
  ];

  expect(() => evaluateMetricQueries(queries, metrics)).toThrow(MetricQueryCycleError);
  expect(() => evaluateMetricQueries(queries, metrics)).toThrow("a -> b -> a");
});

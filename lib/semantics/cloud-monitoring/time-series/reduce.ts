import {
  type Distribution,
  distributionPercentile,
  mergeDistributions,
} from "../../cloud-logging/log-metric/distribution.ts";
import { percentileOf } from "../../statistics/percentile.ts";
import { standardDeviation, sumOf } from "./align.ts";
import type { PointValue } from "./time-series.ts";

/** The reducers. @see https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alertPolicies#reducer */
export const REDUCERS: readonly string[] = [
  "REDUCE_MEAN",
  "REDUCE_MIN",
  "REDUCE_MAX",
  "REDUCE_SUM",
  "REDUCE_STDDEV",
  "REDUCE_COUNT",
  "REDUCE_COUNT_TRUE",
  "REDUCE_COUNT_FALSE",
  "REDUCE_FRACTION_TRUE",
  "REDUCE_PERCENTILE_99",
  "REDUCE_PERCENTILE_95",
  "REDUCE_PERCENTILE_50",
  "REDUCE_PERCENTILE_05",
];

/** Whether a reducer makes numbers of distributions. */
export function reducesToNumber(reducer: string): boolean {
  return /^REDUCE_(?:PERCENTILE_\d\d|COUNT|MEAN|STDDEV)$/.test(reducer);
}

/** One value out of those that several series have at one time; undefined when there are none. */
export function reduceValues(values: readonly PointValue[], reducer: string): PointValue | undefined {
  if (values.length === 0) return undefined;
  if (reducer === "REDUCE_COUNT") return values.length;
  const percent = /^REDUCE_PERCENTILE_(\d\d)$/.exec(reducer)?.[1];
  const [first, ...rest] = values.filter((value): value is Distribution => typeof value === "object");
  if (first) {
    const merged = mergeDistributions([first, ...rest]);
    if (reducer === "REDUCE_MEAN") return merged.count === 0 ? undefined : merged.mean;
    if (reducer === "REDUCE_STDDEV")
      return merged.count === 0 ? undefined : Math.sqrt(merged.sumOfSquaredDeviation / merged.count);
    return percent === undefined ? merged : distributionPercentile(merged, Number(percent));
  }
  const numbers = values.map(Number);
  if (percent !== undefined)
    return percentileOf(
      numbers.toSorted((a, b) => a - b).map((value) => ({ value, count: 1 })),
      Number(percent),
    );
  switch (reducer) {
    case "REDUCE_MEAN":
      return sumOf(numbers) / numbers.length;
    case "REDUCE_MIN":
      return Math.min(...numbers);
    case "REDUCE_MAX":
      return Math.max(...numbers);
    case "REDUCE_STDDEV":
      return standardDeviation(numbers);
    case "REDUCE_COUNT_TRUE":
      return numbers.filter((value) => value === 1).length;
    case "REDUCE_COUNT_FALSE":
      return numbers.filter((value) => value === 0).length;
    case "REDUCE_FRACTION_TRUE":
      return numbers.filter((value) => value === 1).length / numbers.length;
    default:
      return sumOf(numbers);
  }
}

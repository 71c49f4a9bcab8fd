import {
  type Distribution,
  distributionPercentile,
  mergeDistributions,
} from "../../cloud-logging/log-metric/distribution.ts";
import type { MonitoringPoint, PointValue } from "./time-series.ts";

const SMOOTHING_MS = 600_000;

/** Metric kinds and value types of an aligner's input, in the words of the API. */
export interface AlignerRule {
  readonly kinds: readonly string[];
  readonly values: readonly string[];
  /** What comes out; undefined: the same type. */
  readonly output?: string;
}

const NUMERIC = ["INT64", "DOUBLE"];
const DISTRIBUTION = ["DISTRIBUTION"];
const GAUGE_AND_DELTA = ["GAUGE", "DELTA"];
const PERCENTILE: AlignerRule = { kinds: GAUGE_AND_DELTA, values: DISTRIBUTION, output: "DOUBLE" };
const TRUTH: AlignerRule = { kinds: ["GAUGE"], values: ["BOOL"], output: "INT64" };

/** The aligners and what they take. @see https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alertPolicies#aligner */
export const ALIGNERS: Readonly<Record<string, AlignerRule>> = {
  ALIGN_DELTA: { kinds: ["CUMULATIVE", "DELTA"], values: [...NUMERIC, ...DISTRIBUTION] },
  ALIGN_RATE: { kinds: ["CUMULATIVE", "DELTA"], values: NUMERIC, output: "DOUBLE" },
  ALIGN_INTERPOLATE: { kinds: ["GAUGE"], values: NUMERIC },
  ALIGN_NEXT_OLDER: { kinds: ["GAUGE"], values: [...NUMERIC, ...DISTRIBUTION, "BOOL", "STRING"] },
  ALIGN_MIN: { kinds: GAUGE_AND_DELTA, values: NUMERIC },
  ALIGN_MAX: { kinds: GAUGE_AND_DELTA, values: NUMERIC },
  ALIGN_MEAN: { kinds: GAUGE_AND_DELTA, values: NUMERIC, output: "DOUBLE" },
  ALIGN_COUNT: { kinds: GAUGE_AND_DELTA, values: [...NUMERIC, "BOOL"], output: "INT64" },
  ALIGN_SUM: { kinds: GAUGE_AND_DELTA, values: [...NUMERIC, ...DISTRIBUTION] },
  ALIGN_STDDEV: { kinds: GAUGE_AND_DELTA, values: NUMERIC, output: "DOUBLE" },
  ALIGN_COUNT_TRUE: TRUTH,
  ALIGN_COUNT_FALSE: TRUTH,
  ALIGN_FRACTION_TRUE: { ...TRUTH, output: "DOUBLE" },
  ALIGN_PERCENTILE_99: PERCENTILE,
  ALIGN_PERCENTILE_95: PERCENTILE,
  ALIGN_PERCENTILE_50: PERCENTILE,
  ALIGN_PERCENTILE_05: PERCENTILE,
  ALIGN_PERCENT_CHANGE: { kinds: GAUGE_AND_DELTA, values: NUMERIC, output: "DOUBLE" },
};

/** How far back an aligner looks, in ms. */
export function alignerReach(aligner: string, period: number): number {
  return aligner === "ALIGN_PERCENT_CHANGE" ? 2 * period + SMOOTHING_MS : period;
}

/**
 * One value out of the points of the period that ends now; undefined when there are none.
 *
 * @param points rising; those outside of the period are left out
 * @param period in ms
 */
export function alignPoints(
  points: readonly MonitoringPoint[],
  aligner: string,
  period: number,
  now: number,
): PointValue | undefined {
  if (aligner === "ALIGN_PERCENT_CHANGE") return percentChange(points, period, now);
  const values = valuesBetween(points, now - period, now);
  if (values.length === 0) return undefined;
  const distributions = values.filter((value): value is Distribution => typeof value === "object");
  return distributions.length > 0
    ? alignDistributions(distributions, aligner)
    : alignNumbers(values.map(Number), aligner, period);
}

function alignDistributions(values: readonly Distribution[], aligner: string): PointValue | undefined {
  const [first, ...rest] = values;
  const merged = mergeDistributions([first!, ...rest]);
  const percent = /^ALIGN_PERCENTILE_(\d\d)$/.exec(aligner)?.[1];
  return percent === undefined ? merged : distributionPercentile(merged, Number(percent));
}

function alignNumbers(values: readonly number[], aligner: string, period: number): number {
  switch (aligner) {
    case "ALIGN_DELTA":
    case "ALIGN_SUM":
      return sumOf(values);
    case "ALIGN_RATE":
      return sumOf(values) / (period / 1000);
    case "ALIGN_MIN":
      return Math.min(...values);
    case "ALIGN_MAX":
      return Math.max(...values);
    case "ALIGN_MEAN":
      return sumOf(values) / values.length;
    case "ALIGN_COUNT":
      return values.length;
    case "ALIGN_STDDEV":
      return standardDeviation(values);
    case "ALIGN_COUNT_TRUE":
      return values.filter((value) => value === 1).length;
    case "ALIGN_COUNT_FALSE":
      return values.filter((value) => value === 0).length;
    case "ALIGN_FRACTION_TRUE":
      return values.filter((value) => value === 1).length / values.length;
    default:
      return values.at(-1)!;
  }
}

/** Change of a moving mean of ten minutes from the start of the period to its end; negative values do not count. */
function percentChange(points: readonly MonitoringPoint[], period: number, now: number): number | undefined {
  const meanAt = (end: number) => {
    const values = valuesBetween(points, end - SMOOTHING_MS, end).map(Number);
    const counted = values.filter((value) => value >= 0);
    return counted.length === 0 ? undefined : sumOf(counted) / counted.length;
  };
  const [current, previous] = [meanAt(now), meanAt(now - period)];
  if (current === undefined || previous === undefined) return undefined;
  if (previous === 0) return current === 0 ? 0 : Number.POSITIVE_INFINITY;
  return ((current - previous) / previous) * 100;
}

/** Values of the points that end after `start` and not after `end`. */
function valuesBetween(points: readonly MonitoringPoint[], start: number, end: number): PointValue[] {
  const values: PointValue[] = [];
  for (let at = points.length - 1; at >= 0 && points[at]!.end > start; at--)
    if (points[at]!.end <= end) values.push(points[at]!.value);
  return values.reverse();
}

/** The sum of numbers. */
export function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** The standard deviation of all values that there are. */
export function standardDeviation(values: readonly number[]): number {
  const mean = sumOf(values) / values.length;
  return Math.sqrt(sumOf(values.map((value) => (value - mean) ** 2)) / values.length);
}

import { METRIC_UNITS, type MetricUnit } from "../semantics/limits.ts";

/**
 * Units that CloudWatch knows.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html
 */
export const UNITS: readonly MetricUnit[] = METRIC_UNITS;

/** Unit of a metric, by CloudWatch's name. */
export type Unit = MetricUnit;

const known: ReadonlySet<string> = new Set(UNITS);

export function isUnit(value: unknown): value is Unit {
  return typeof value === "string" && known.has(value);
}

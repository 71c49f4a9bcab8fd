import type { Aggregation, AlertCondition, LogMetric, ThresholdCondition } from "../../semantics/index.ts";
import type { Comparison } from "../signal.ts";
import { InexpressibleSignalError } from "./inexpressible-signal-error.ts";
import { metricFilterText } from "./metrics.ts";

const MAX_PERIOD = 90_000;

/** The sum of a counter in windows of so many seconds, over all resources and labels. */
export function summed(seconds: number): readonly Aggregation[] {
  return [
    { alignmentPeriod: period(seconds), perSeriesAligner: "ALIGN_DELTA", crossSeriesReducer: "REDUCE_SUM" },
  ];
}

/** One number of a distribution in windows of so many seconds. */
export function reduced(seconds: number, reducer: string): readonly Aggregation[] {
  return [{ alignmentPeriod: period(seconds), perSeriesAligner: "ALIGN_DELTA", crossSeriesReducer: reducer }];
}

/** @throws InexpressibleSignalError */
function period(seconds: number): string {
  if (seconds % 60 === 0 && seconds >= 60 && seconds <= MAX_PERIOD) return `${seconds}s`;
  throw new InexpressibleSignalError(
    "a window of Cloud Monitoring is whole minutes, a day and an hour at most",
  );
}

/** A condition that compares what was aggregated with a limit. */
export function thresholdCondition(
  displayName: string,
  filter: string,
  aggregations: readonly Aggregation[],
  limit: Pick<ThresholdCondition, "comparison" | "thresholdValue">,
  more: Partial<ThresholdCondition> = {},
): AlertCondition {
  return {
    displayName,
    conditionThreshold: { filter, aggregations, ...limit, duration: "0s", trigger: { count: 1 }, ...more },
  };
}

/** Counts are whole: at least five is more than four. */
export function countLimit(comparison: Comparison, threshold: number) {
  switch (comparison) {
    case "GreaterThanThreshold":
      return { comparison: "COMPARISON_GT", thresholdValue: threshold };
    case "GreaterThanOrEqualToThreshold":
      return { comparison: "COMPARISON_GT", thresholdValue: Math.ceil(threshold) - 1 };
    case "LessThanThreshold":
      return { comparison: "COMPARISON_LT", thresholdValue: threshold };
    case "LessThanOrEqualToThreshold":
      return { comparison: "COMPARISON_LT", thresholdValue: Math.floor(threshold) + 1 };
  }
}

/** Of numbers that are not whole, the limit itself is on the good side. */
export function valueLimit(comparison: Comparison, thresholdValue: number) {
  return { comparison: comparison.startsWith("Greater") ? "COMPARISON_GT" : "COMPARISON_LT", thresholdValue };
}

/** A share of one counter in another, in windows of so many seconds. */
export function shareCondition(
  displayName: string,
  { of, to, resourceType }: { readonly of: LogMetric; readonly to: LogMetric; readonly resourceType: string },
  seconds: number,
  limit: Pick<ThresholdCondition, "comparison" | "thresholdValue">,
  duration?: string,
): AlertCondition {
  return thresholdCondition(displayName, metricFilterText(of, resourceType), summed(seconds), limit, {
    denominatorFilter: metricFilterText(to, resourceType),
    denominatorAggregations: summed(seconds),
    ...(duration !== undefined && { duration }),
  });
}

/** Enough events for a share to mean something. */
export function enoughCondition(
  displayName: string,
  to: LogMetric,
  resourceType: string,
  seconds: number,
  minimum: number,
): AlertCondition {
  return thresholdCondition(displayName, metricFilterText(to, resourceType), summed(seconds), {
    comparison: "COMPARISON_GT",
    thresholdValue: minimum - 1,
  });
}

/**
 * How long the limit must be passed: so many windows in a row are one window and the time that follows it.
 *
 * @throws InexpressibleSignalError for "m of n"
 */
export function durationOf(
  within: number,
  { over, of }: { readonly over: number; readonly of: number },
): string {
  if (over === of) return `${(of - 1) * within}s`;
  throw new InexpressibleSignalError(
    `Cloud Monitoring cannot ask for ${over} of ${of} windows, only for windows in a row`,
  );
}

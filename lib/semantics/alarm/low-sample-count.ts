import type { Slot } from "./considered-datapoints.ts";
import type { Alarm } from "./types.ts";

/**
 * Samples that a percentile needs to be significant: 10/(1-p) from the median up, 10/p below it.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html#percentiles-with-low-samples
 */
export function samplesNeeded(percentile: number): number {
  const share = percentile / 100;
  return share >= 0.5 ? 10 / (1 - share) : 10 / share;
}

/** Whether the alarm keeps its state because a percentile was taken from too few samples. */
export function hasTooFewSamples(alarm: Alarm, considered: readonly Slot[]): boolean {
  if (alarm.evaluateLowSampleCountPercentile !== "ignore") return false;
  const percentile = /^p(\d+(?:\.\d+)?)$/i.exec(alarm.extendedStatistic ?? alarm.statistic ?? "")?.[1];
  if (percentile === undefined) return false;
  // 10/(1-p) is computed in floating point: p99 must need 1,000 samples, not 1,000.0000000000009.
  const needed = samplesNeeded(Number(percentile)) * (1 - 1e-9);
  return considered.some(({ sampleCount }) => sampleCount !== undefined && sampleCount < needed);
}

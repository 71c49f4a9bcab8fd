import { parseStatistic, type Statistic } from "./parse-statistic.ts";
import { percentileOf, trim } from "./percentile.ts";
import { StatisticSet, type WeightedValue } from "./statistic-set.ts";

/** Samples of one period: plain numbers, values with counts, or a set. */
export type Samples =
  | StatisticSet
  | readonly number[]
  | readonly WeightedValue[]
  | { readonly values: readonly number[]; readonly counts?: readonly number[] };

/**
 * A statistic of one period's samples.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
 *
 * Percentiles interpolate between the two nearest ranks; the service approximates them from a histogram and may differ
 * in the last digits.
 *
 * @returns undefined when there are no samples, or when the statistic needs values and only summaries were published
 * @throws UnknownStatisticError for a name that is no statistic
 */
export function computeStatistic(name: string, samples: Samples): number | undefined {
  const statistic = parseStatistic(name);
  const set = toSet(samples);
  if (set.sampleCount === 0) return undefined;
  switch (statistic.type) {
    case "SampleCount":
      return set.sampleCount;
    case "Sum":
      return set.sum;
    case "Average":
      return set.sum / set.sampleCount;
    case "Minimum":
      return set.minimum;
    case "Maximum":
      return set.maximum;
    default: {
      const values = set.distribution();
      if (values === undefined) return undefined;
      if (statistic.type === "percentile") return percentileOf(values, statistic.percentile);
      return rangeStatistic(statistic, values);
    }
  }
}

type RangeStatistic = Extract<Statistic, { absolute: boolean }>;

function rangeStatistic(statistic: RangeStatistic, values: readonly WeightedValue[]): number | undefined {
  const lower = statistic.lower ?? (statistic.absolute ? Number.NEGATIVE_INFINITY : 0);
  const upper = statistic.upper ?? (statistic.absolute ? Number.POSITIVE_INFINITY : 100);
  if (statistic.type === "WM") return winsorizedMean(values, lower, upper, statistic.absolute);
  const kept = statistic.absolute
    ? values.filter(({ value }) => value > lower && value <= upper)
    : trim(values, lower, upper);
  const count = kept.reduce((sum, one) => sum + one.count, 0);
  const sum = kept.reduce((total, one) => total + one.value * one.count, 0);
  switch (statistic.type) {
    case "TC":
      return statistic.absolute ? count : Math.round(count);
    case "TS":
      return sum;
    case "PR":
      return (100 * count) / values.reduce((total, one) => total + one.count, 0);
    default:
      return count === 0 ? undefined : sum / count;
  }
}

/** The mean after values outside the bounds were moved to the bounds. */
function winsorizedMean(
  values: readonly WeightedValue[],
  lower: number,
  upper: number,
  absolute: boolean,
): number | undefined {
  const floor = absolute ? lower : (percentileOf(values, lower) ?? Number.NEGATIVE_INFINITY);
  const ceiling = absolute ? upper : (percentileOf(values, upper) ?? Number.POSITIVE_INFINITY);
  const set = new StatisticSet();
  for (const { value, count } of values) set.add(Math.min(ceiling, Math.max(floor, value)), count);
  return set.sampleCount === 0 ? undefined : set.sum / set.sampleCount;
}

function toSet(samples: Samples): StatisticSet {
  if (samples instanceof StatisticSet) return samples;
  const set = new StatisticSet();
  if (isList(samples)) {
    for (const sample of samples) {
      if (typeof sample === "number") set.add(sample);
      else set.add(sample.value, sample.count);
    }
  } else {
    for (const [index, value] of samples.values.entries()) set.add(value, samples.counts?.[index] ?? 1);
  }
  return set;
}

function isList(
  samples: Exclude<Samples, StatisticSet>,
): samples is readonly number[] | readonly WeightedValue[] {
  return Array.isArray(samples);
}

import { bucketBounds, bucketOf } from "./bucket-options.ts";
import type { BucketOptions } from "./types.ts";

/**
 * Values recorded by a distribution metric, in the API's JSON form; counts are numbers.
 *
 * @see https://cloud.google.com/monitoring/api/ref_v3/rest/v3/TypedValue#distribution
 */
export interface Distribution {
  readonly count: number;
  readonly mean: number;
  readonly sumOfSquaredDeviation: number;
  readonly bucketOptions: BucketOptions;
  /** One for each bucket, from the one below the first bound to the one above the last. */
  readonly bucketCounts: readonly number[];
}

/** Several distributions with the same buckets as one. */
export function mergeDistributions(parts: readonly [Distribution, ...Distribution[]]): Distribution {
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const mean = count === 0 ? 0 : parts.reduce((sum, part) => sum + part.mean * part.count, 0) / count;
  return {
    count,
    mean,
    sumOfSquaredDeviation: parts.reduce(
      (sum, part) => sum + part.sumOfSquaredDeviation + part.count * (part.mean - mean) ** 2,
      0,
    ),
    bucketOptions: parts[0].bucketOptions,
    bucketCounts: parts[0].bucketCounts.map((_, index) =>
      parts.reduce((sum, part) => sum + part.bucketCounts[index]!, 0),
    ),
  };
}

/** A distribution of the given values. */
export function distributionOf(values: readonly number[], bucketOptions: BucketOptions): Distribution {
  const bounds = bucketBounds(bucketOptions);
  const bucketCounts = Array.from({ length: bounds.length + 1 }, () => 0);
  let [count, mean, sumOfSquaredDeviation] = [0, 0, 0];
  for (const value of values) {
    count++;
    const step = value - mean;
    mean += step / count;
    sumOfSquaredDeviation += step * (value - mean);
    bucketCounts[bucketOf(value, bounds)]!++;
  }
  return { count, mean, sumOfSquaredDeviation, bucketOptions, bucketCounts };
}

/**
 * A percentile as Cloud Monitoring estimates it: the values of a bucket are taken to lie evenly in it. Those below
 * the first bound count as that bound, those above the last as the last.
 *
 * @param percent 0 to 100
 * @returns undefined of a distribution without values
 * @see https://cloud.google.com/monitoring/api/v3/distribution-metrics
 */
export function distributionPercentile(distribution: Distribution, percent: number): number | undefined {
  const { count, bucketCounts, bucketOptions } = distribution;
  if (count === 0) return undefined;
  const bounds = bucketBounds(bucketOptions);
  const rank = (percent / 100) * count;
  let below = 0;
  for (const [index, inBucket] of bucketCounts.entries()) {
    if (inBucket > 0 && below + inBucket >= rank) {
      const lower = bounds[index - 1] ?? bounds[0]!;
      const upper = bounds[index] ?? bounds.at(-1)!;
      return lower + (upper - lower) * Math.max(0, (rank - below) / inBucket);
    }
    below += inBucket;
  }
  return bounds.at(-1);
}

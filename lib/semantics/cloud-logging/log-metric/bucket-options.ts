import { InvalidArgumentError } from "../invalid-argument-error.ts";
import type { BucketOptions } from "./types.ts";

/** What the service takes when a distribution names no buckets: 64 that double from 0.01. */
export const DEFAULT_BUCKET_OPTIONS = {
  exponentialBuckets: { numFiniteBuckets: 64, growthFactor: 2, scale: 0.01 },
} as const satisfies BucketOptions;

/**
 * The bounds between a distribution's buckets, rising. N bounds make N + 1 buckets: what is below the first bound,
 * then from each bound up to the next (which it does not hold), then the rest.
 *
 * @throws InvalidArgumentError when there is not exactly one kind of buckets or its figures make none
 * @see https://cloud.google.com/logging/docs/logs-based-metrics/distribution-metrics
 */
export function bucketBounds(options: BucketOptions): readonly number[] {
  const kinds = Object.entries(options).filter(([, value]) => value !== undefined);
  const { linearBuckets, exponentialBuckets, explicitBuckets } = options;
  if (kinds.length === 1 && linearBuckets) {
    const { numFiniteBuckets, width, offset = 0 } = linearBuckets;
    const count = finiteBuckets(numFiniteBuckets);
    expectAbove(width, 0, "linearBuckets.width");
    return Array.from({ length: count + 1 }, (_, index) => offset + width! * index);
  }
  if (kinds.length === 1 && exponentialBuckets) {
    const { numFiniteBuckets, growthFactor, scale } = exponentialBuckets;
    const count = finiteBuckets(numFiniteBuckets);
    expectAbove(growthFactor, 1, "exponentialBuckets.growthFactor");
    expectAbove(scale, 0, "exponentialBuckets.scale");
    return Array.from({ length: count + 1 }, (_, index) => scale! * growthFactor! ** index);
  }
  if (kinds.length === 1 && explicitBuckets) return explicitBounds(explicitBuckets.bounds ?? []);
  throw new InvalidArgumentError(
    "bucketOptions: expected one of linearBuckets, exponentialBuckets and explicitBuckets",
    "bucketOptions",
  );
}

/** Position of the bucket that holds a value. */
export function bucketOf(value: number, bounds: readonly number[]): number {
  let [low, high] = [0, bounds.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value < bounds[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}

function finiteBuckets(count: number | undefined): number {
  if (Number.isInteger(count) && count! > 0) return count!;
  throw new InvalidArgumentError(
    "bucketOptions: numFiniteBuckets must be a whole number above 0",
    "bucketOptions",
  );
}

function expectAbove(value: number | undefined, least: number, member: string): void {
  if (Number.isFinite(value) && value! > least) return;
  throw new InvalidArgumentError(`bucketOptions: ${member} must be above ${least}`, "bucketOptions");
}

function explicitBounds(bounds: readonly number[]): readonly number[] {
  const rising = bounds.every(
    (bound, index) => Number.isFinite(bound) && (index === 0 || bound > bounds[index - 1]!),
  );
  if (bounds.length > 0 && rising) return bounds;
  throw new InvalidArgumentError(
    "bucketOptions: explicitBuckets.bounds must be numbers, at least one, each above the one before it",
    "bucketOptions",
  );
}

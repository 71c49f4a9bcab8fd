import type { WeightedValue } from "./statistic-set.ts";

/** The value below which the given percentage of samples lies, interpolated between the two nearest ranks. */
export function percentileOf(values: readonly WeightedValue[], percentile: number): number | undefined {
  const total = values.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return undefined;
  const rank = (percentile / 100) * Math.max(0, total - 1);
  const below = valueAtRank(values, Math.floor(rank));
  const above = valueAtRank(values, Math.ceil(rank));
  if (below === above) return below;
  const share = rank - Math.floor(rank);
  const between = below * (1 - share) + above * share;
  return Math.min(above, Math.max(below, between));
}

function valueAtRank(values: readonly WeightedValue[], rank: number): number {
  let seen = 0;
  for (const { value, count } of values) {
    seen += count;
    if (rank < seen) return value;
  }
  return values.at(-1)!.value;
}

/**
 * The samples between two percentages of the ordered samples. Samples on a boundary count by the share of them that
 * lies inside.
 */
export function trim(values: readonly WeightedValue[], lower: number, upper: number): WeightedValue[] {
  const total = values.reduce((sum, { count }) => sum + count, 0);
  const from = (total * lower) / 100;
  const to = (total * upper) / 100;
  const kept: WeightedValue[] = [];
  let start = 0;
  for (const { value, count } of values) {
    const inside = Math.min(start + count, to) - Math.max(start, from);
    if (inside > 0) kept.push({ value, count: inside });
    start += count;
  }
  return kept;
}

import type { StatisticSet } from "cumulog/semantics";
import type { MetricSeries } from "./metric-series.ts";

/** The periods that queries are computed for, oldest first; times in milliseconds. */
export interface Grid {
  readonly starts: readonly number[];
  /** Their length; that of most of them where days differ. */
  readonly period: number;
  /** Where each of them ends, when they are not all of one length or do not follow each other. */
  readonly ends?: readonly number[];
}

/** The statistics of a metric by the start of each period that has a value. */
export function readGrid(
  series: MetricSeries,
  { starts, period, ends }: Grid,
  {
    unit,
    oldest = Number.NEGATIVE_INFINITY,
  }: { readonly unit?: string | undefined; readonly oldest?: number } = {},
): Map<number, StatisticSet> {
  if (!ends) {
    const origin = starts[0] ?? 0;
    const start = Math.max(origin, oldest);
    return series.read({ start, end: (starts.at(-1) ?? 0) + period, period, origin, unit });
  }
  const found = new Map<number, StatisticSet>();
  for (const [index, origin] of starts.entries()) {
    const end = ends[index]!;
    const sets = series.read({ start: Math.max(origin, oldest), end, period: end - origin, origin, unit });
    for (const set of sets.values()) found.set(origin, set);
  }
  return found;
}

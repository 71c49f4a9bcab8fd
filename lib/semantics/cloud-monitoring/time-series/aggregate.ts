import type { Aggregation } from "../alert-policy/types.ts";
import { durationSeconds } from "../duration-seconds.ts";
import { alignerReach, alignPoints } from "./align.ts";
import { reduceValues } from "./reduce.ts";
import {
  type MonitoringPoint,
  type MonitoringSeries,
  type PointValue,
  type SeriesIdentity,
  seriesIdentityKey,
} from "./time-series.ts";

const MINUTE = 60_000;

/** What a series, or a group of them, is at one time. */
export interface AggregatedValue extends SeriesIdentity {
  /** Made of what tells the group from others. */
  readonly key: string;
  readonly value: PointValue;
}

/**
 * Aligns and reduces time series at one time, by the aggregations in their order. Windows slide: each ends now. Without
 * aggregations a series has the value of its last minute.
 *
 * @param now in ms since the epoch
 * @see https://cloud.google.com/monitoring/alerts/concepts-indepth
 */
export function aggregateSeries(
  series: readonly MonitoringSeries[],
  aggregations: readonly Aggregation[],
  now: number,
): AggregatedValue[] {
  const last = aggregations.at(-1) ?? {};
  const { aligner, period } = alignmentOf(last);
  const input =
    aggregations.length > 1
      ? earlierStage(series, aggregations.slice(0, -1), now, alignerReach(aligner, period))
      : series;
  const aligned = input.flatMap((one) => {
    const value = alignPoints(one.points, aligner, period, now);
    return value === undefined ? [] : [{ metric: one.metric, resource: one.resource, value }];
  });
  return reduce(aligned, last);
}

/** How far back aggregations look, in ms. */
export function aggregationReach(aggregations: readonly Aggregation[]): number {
  const reaches = aggregations.map(alignmentOf).map(({ aligner, period }) => alignerReach(aligner, period));
  return Math.max(
    MINUTE,
    reaches.reduce((sum, reach) => sum + reach, 0),
  );
}

function alignmentOf({ perSeriesAligner = "ALIGN_NONE", alignmentPeriod }: Aggregation) {
  const period = durationSeconds(alignmentPeriod, "alignmentPeriod") * 1000;
  return { aligner: perSeriesAligner, period: perSeriesAligner === "ALIGN_NONE" ? MINUTE : period };
}

/** What the aggregations before the last one say of each minute that the last one looks at. */
function earlierStage(
  series: readonly MonitoringSeries[],
  aggregations: readonly Aggregation[],
  now: number,
  reach: number,
): MonitoringSeries[] {
  const made = new Map<string, SeriesIdentity & { points: MonitoringPoint[] }>();
  for (let end = now - reach + MINUTE; end <= now; end += MINUTE)
    for (const { key, metric, resource, value } of aggregateSeries(series, aggregations, end)) {
      const found = made.get(key) ?? { metric, resource, points: [] };
      made.set(key, found);
      found.points.push({ end, value });
    }
  return [...made.values()];
}

type AlignedValue = SeriesIdentity & { readonly value: PointValue };

function reduce(
  aligned: readonly AlignedValue[],
  { crossSeriesReducer, groupByFields = [] }: Aggregation,
): AggregatedValue[] {
  if (!crossSeriesReducer || crossSeriesReducer === "REDUCE_NONE")
    return aligned.map((one) => ({ ...one, key: seriesIdentityKey(one) }));
  const groups = new Map<string, { identity: SeriesIdentity; values: PointValue[] }>();
  for (const one of aligned) {
    const identity = groupOf(one, groupByFields);
    const key = seriesIdentityKey(identity);
    const group = groups.get(key) ?? { identity, values: [] };
    groups.set(key, group);
    group.values.push(one.value);
  }
  return [...groups].flatMap(([key, { identity, values }]) => {
    const value = reduceValues(values, crossSeriesReducer);
    return value === undefined ? [] : [{ ...identity, key, value }];
  });
}

/** Type and project stay, of the labels those that are grouped by. */
function groupOf({ metric, resource }: SeriesIdentity, fields: readonly string[]): SeriesIdentity {
  const kept = { metric: new Set<string>(), resource: new Set<string>() };
  for (const field of fields) {
    const [, owner, label] = /^(metric|resource)\.labels?\.(.+)$/.exec(field) ?? [];
    if (label !== undefined) kept[owner as "metric" | "resource"].add(label);
  }
  const only = <Value>(labels: Readonly<Record<string, Value>>, names: ReadonlySet<string>) =>
    Object.fromEntries(Object.entries(labels).filter(([name]) => names.has(name)));
  return {
    metric: { type: metric.type, labels: only(metric.labels, kept.metric) },
    resource: { type: resource.type, labels: only(resource.labels ?? {}, kept.resource) },
  };
}

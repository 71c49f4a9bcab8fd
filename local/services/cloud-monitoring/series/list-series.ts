import {
  type AggregatedValue,
  type Aggregation,
  aggregateSeries,
  compileSeriesFilter,
  type MonitoringPoint,
  type MonitoringSeries,
  parseProtoDuration,
  seriesIdentityKey,
} from "cumulog/semantics";
import { GoogleError } from "#kernel/google/google-error.ts";
import { type PageRequest, pageOf } from "#kernel/google/page-token.ts";
import type { CloudMonitoring } from "../state.ts";
import { type SeriesForm, wireSeries } from "./wire-series.ts";

/** Points that one request may ask to be made. */
const MOST_PERIODS = 100_000;

export interface ListSeriesRequest extends Omit<PageRequest, "parent"> {
  readonly name: string;
  readonly filter: string;
  readonly interval: { readonly startTime?: string; readonly endTime?: string };
  readonly aggregation?: Aggregation;
  readonly secondaryAggregation?: Aggregation;
  readonly orderBy?: string;
  readonly view?: string;
}

/**
 * The time series that a filter selects, as they are or aligned and reduced.
 *
 * @throws GoogleError, InvalidArgumentError
 * @see https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.timeSeries/list
 */
export function listSeries(state: CloudMonitoring, request: ListSeriesRequest): object {
  const { name, filter, interval, view, aggregation, secondaryAggregation } = request;
  if (request.orderBy)
    throw new GoogleError("UNIMPLEMENTED", "The local cloud takes no order here.", { field: "orderBy" });
  const { metricType, matches } = compileSeriesFilter(filter, "filter");
  if (!metricType)
    throw new GoogleError(
      "INVALID_ARGUMENT",
      'The supplied filter does not specify a valid combination of metric and monitored resource descriptors: expected metric.type = "…".',
      { field: "filter" },
    );
  if (!interval.endTime)
    throw new GoogleError("INVALID_ARGUMENT", "The interval needs an endTime.", {
      field: "interval.endTime",
    });
  const end = Date.parse(interval.endTime);
  const start = interval.startTime === undefined ? end - 1 : Date.parse(interval.startTime);
  if (start > end)
    throw new GoogleError("INVALID_ARGUMENT", "The interval ends before it starts.", { field: "interval" });
  const aggregations = [aggregation, secondaryAggregation].filter((one) => one !== undefined);
  const matching = state.series.of(name).filter(matches);
  const descriptor = state.descriptorsOf(name).find(({ type }) => type === metricType);
  const form: SeriesForm = {
    metricKind: descriptor?.metricKind ?? "GAUGE",
    valueType: descriptor?.valueType ?? "DOUBLE",
    unit: descriptor?.unit,
  };
  const listed =
    periodOf(aggregations) === undefined
      ? matching.map((series) => ({ series, form, points: within(series.points, start, end) }))
      : aligned(matching, aggregations, form, { start, end });
  const { items, ...rest } = pageOf(
    listed
      .filter(({ points }) => points.length > 0)
      .map((one) => ({ ...one, key: seriesIdentityKey(one.series) }))
      .sort((a, b) => (a.key < b.key ? -1 : 1)),
    ({ key }) => key,
    {
      parent: name,
      ...(request.pageSize !== undefined && { pageSize: request.pageSize }),
      ...(request.pageToken !== undefined && { pageToken: request.pageToken }),
    },
    `timeSeries ${filter}`,
  );
  return {
    timeSeries: items.map(({ series, form: of, points }) =>
      wireSeries(series, of, view === "HEADERS" ? [] : points),
    ),
    ...rest,
  };
}

/** Half-open at the start, as intervals of points are. */
function within(points: readonly MonitoringPoint[], start: number, end: number): readonly MonitoringPoint[] {
  return points.filter((point) => point.end > start && point.end <= end);
}

/** Milliseconds of the last alignment; undefined when nothing is aligned. */
function periodOf(aggregations: readonly Aggregation[]): number | undefined {
  const { alignmentPeriod, perSeriesAligner = "ALIGN_NONE" } = aggregations.at(-1) ?? {};
  const seconds = alignmentPeriod === undefined ? 0 : (parseProtoDuration(alignmentPeriod)?.seconds ?? 0);
  return perSeriesAligner === "ALIGN_NONE" || seconds <= 0 ? undefined : seconds * 1000;
}

interface ListedSeries {
  readonly series: MonitoringSeries;
  readonly form: SeriesForm;
  readonly points: readonly MonitoringPoint[];
}

/** Periods count back from the end of the interval. */
function aligned(
  matching: readonly MonitoringSeries[],
  aggregations: readonly Aggregation[],
  form: SeriesForm,
  { start, end }: { readonly start: number; readonly end: number },
): ListedSeries[] {
  const period = periodOf(aggregations)!;
  const count = Math.max(1, Math.ceil((end - start) / period));
  if (count > MOST_PERIODS)
    throw new GoogleError(
      "INVALID_ARGUMENT",
      `The interval has ${count} alignment periods, at most ${MOST_PERIODS} are possible.`,
      { field: "interval" },
    );
  const groups = new Map<string, AggregatedValue & { points: MonitoringPoint[] }>();
  for (let index = count - 1; index >= 0; index--) {
    const at = end - index * period;
    for (const value of aggregateSeries(matching, aggregations, at)) {
      const group = groups.get(value.key) ?? { ...value, points: [] };
      groups.set(value.key, group);
      group.points.push({ end: at, value: value.value });
    }
  }
  const delta = aggregations.at(-1)!.perSeriesAligner === "ALIGN_DELTA";
  return [...groups.values()].map(({ metric, resource, points }) => ({
    series: { metric, resource, points },
    form: {
      ...form,
      metricKind: delta ? "DELTA" : "GAUGE",
      valueType: valueTypeOf(points, form.valueType),
      period,
    },
    points,
  }));
}

function valueTypeOf(points: readonly MonitoringPoint[], declared: string): string {
  const values = points.map(({ value }) => value);
  if (values.some((value) => typeof value === "object")) return "DISTRIBUTION";
  if (values.some((value) => typeof value === "boolean")) return "BOOL";
  const whole = declared === "INT64" || declared === "BOOL";
  return whole && values.every((value) => Number.isInteger(value)) ? "INT64" : "DOUBLE";
}

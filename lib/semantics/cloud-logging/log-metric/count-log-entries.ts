import type { LogEntry, MonitoredResource } from "../log-entry.ts";
import { DEFAULT_BUCKET_OPTIONS } from "./bucket-options.ts";
import { compileLogMetric } from "./compile-log-metric.ts";
import { type Distribution, distributionOf } from "./distribution.ts";
import type { LogMetric, LogMetricLabels, LogMetricSample } from "./types.ts";

/** One time series of a log-based metric. */
export interface LogMetricSeries {
  readonly resource: MonitoredResource;
  readonly labels: LogMetricLabels;
  /** A point for each minute in which something counted, in order. */
  readonly points: readonly LogMetricPoint[];
}

/** What a log-based metric says about a minute. */
export interface LogMetricPoint {
  /** Start of the minute, in ms since the epoch. */
  readonly minute: number;
  /** The number of entries, or their values. */
  readonly value: number | Distribution;
}

/**
 * Counts entries as a log-based metric does: one series for each monitored resource and combination of label values,
 * one point for each minute of the entries' times.
 *
 * @throws InvalidArgumentError, LoggingFilterSyntaxError
 */
export function countLogEntries(metric: LogMetric, entries: Iterable<LogEntry>): LogMetricSeries[] {
  const compiled = compileLogMetric(metric);
  const series = new Map<string, { first: LogMetricSample; minutes: Map<number, number[]> }>();
  for (const entry of entries) {
    const sample = compiled.sample(entry);
    if (!sample) continue;
    const key = seriesKey(sample);
    const found = series.get(key) ?? { first: sample, minutes: new Map<number, number[]>() };
    series.set(key, found);
    const values = found.minutes.get(sample.minute) ?? [];
    found.minutes.set(sample.minute, values);
    values.push(sample.value);
  }
  const value = pointValue(metric);
  return [...series.values()].map(({ first, minutes }) => ({
    resource: first.resource,
    labels: first.labels,
    points: [...minutes]
      .sort(([a], [b]) => a - b)
      .map(([minute, values]) => ({ minute, value: value(values) })),
  }));
}

/** What tells the series of a metric apart: the monitored resource and the values of the labels. */
export function seriesKey({ resource, labels }: Pick<LogMetricSample, "resource" | "labels">): string {
  return JSON.stringify([resource.type, sorted(resource.labels ?? {}), sorted(labels)]);
}

function sorted(labels: Readonly<Record<string, unknown>>): unknown {
  return Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
}

function pointValue(metric: LogMetric): (values: readonly number[]) => number | Distribution {
  if (metric.metricDescriptor?.valueType !== "DISTRIBUTION") return (values) => values.length;
  const given = metric.bucketOptions;
  const options = given && Object.keys(given).length > 0 ? given : DEFAULT_BUCKET_OPTIONS;
  return (values) => distributionOf(values, options);
}

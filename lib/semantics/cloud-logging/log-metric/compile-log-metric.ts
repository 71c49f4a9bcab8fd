import { LOG_METRIC_MAX_AGE_MS, LOG_METRIC_MAX_AHEAD_MS } from "../../limits.ts";
import { compileLoggingFilter } from "../filter/compile.ts";
import type { LogEntry } from "../log-entry.ts";
import { parseTimestamp } from "../timestamp.ts";
import { compileExtractor } from "./extractor.ts";
import { labelValue } from "./label-value.ts";
import type { LogMetric, LogMetricLabels, LogMetricSample } from "./types.ts";

const MINUTE = 60_000;
const DECIMAL = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/;

/** A log-based metric ready to look at entries. */
export interface CompiledLogMetric {
  readonly metric: LogMetric;
  /**
   * What an entry adds; undefined when it adds nothing: the metric is disabled, the entry does not match or has no
   * time, arrived more than a day after its time or lies more than ten minutes ahead, or the value of a distribution
   * is missing or no number.
   */
  sample(entry: LogEntry): LogMetricSample | undefined;
}

/**
 * Compiles a log-based metric. Which entries a metric gets to see is the caller's: a project's metrics see every entry
 * that the project receives, whatever sinks exclude; those of a bucket see what reaches the bucket.
 *
 * @throws InvalidArgumentError, LoggingFilterSyntaxError
 * @see https://cloud.google.com/logging/docs/logs-based-metrics
 */
export function compileLogMetric(metric: LogMetric): CompiledLogMetric {
  const filter = compileLoggingFilter(metric.filter ?? "");
  const value = metric.valueExtractor && compileExtractor(metric.valueExtractor, "valueExtractor");
  const labels = (metric.metricDescriptor?.labels ?? []).map(({ key = "", valueType }) => ({
    key,
    valueType: valueType || "STRING",
    extractor: compileExtractor(metric.labelExtractors?.[key] ?? "", `labelExtractors.${key}`),
  }));
  const labelsOf = (entry: LogEntry): LogMetricLabels =>
    Object.fromEntries(
      labels.map(({ key, valueType, extractor }) => [key, labelValue(valueType, extractor.extract(entry))]),
    );
  return {
    metric,
    sample(entry) {
      const minute = minuteOf(entry);
      if (metric.disabled || minute === undefined || !filter.matches(entry)) return undefined;
      const recorded = value ? numberOf(value.extract(entry)) : 1;
      if (recorded === undefined) return undefined;
      return {
        resource: entry.resource ?? { type: "global", labels: {} },
        labels: labelsOf(entry),
        minute,
        value: recorded,
      };
    },
  };
}

function minuteOf({ timestamp, receiveTimestamp }: LogEntry): number | undefined {
  const time = millisecondsOf(timestamp ?? receiveTimestamp);
  const arrival = millisecondsOf(receiveTimestamp);
  if (time === undefined) return undefined;
  if (
    arrival !== undefined &&
    (arrival - time > LOG_METRIC_MAX_AGE_MS || time - arrival > LOG_METRIC_MAX_AHEAD_MS)
  )
    return undefined;
  return Math.floor(time / MINUTE) * MINUTE;
}

function millisecondsOf(timestamp: string | undefined): number | undefined {
  const time = timestamp === undefined ? undefined : parseTimestamp(timestamp);
  return time && time.seconds * 1000 + time.nanos / 1e6;
}

function numberOf(text: string | undefined): number | undefined {
  if (text === undefined || !DECIMAL.test(text)) return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

import {
  compilePattern,
  compileSelector,
  fieldOfSelector,
  type LogMetric,
  logMetricType,
  numberFieldRegex,
  patternFilter,
} from "../../semantics/index.ts";
import type { ValueSignal } from "../signal.ts";
import type { SignalDifferenceName } from "./difference.ts";
import { InexpressibleSignalError } from "./inexpressible-signal-error.ts";
import { bothFilters, type GoogleSignalNames, googleMetricName } from "./names.ts";

/** A log-based metric, and where it may count other entries than the metric filter. */
export interface GoogleMetric {
  readonly metric: LogMetric;
  readonly differences: readonly SignalDifferenceName[];
}

/** Counts the entries that a pattern matches, by the values of the dimensions. */
export function countingMetric(
  names: GoogleSignalNames,
  pattern: string,
  part?: string,
  dimensions: Readonly<Record<string, string>> = {},
): GoogleMetric {
  const { filter, differences } = patternFilter(pattern);
  const metric: LogMetric = {
    name: googleMetricName(names, part),
    filter: bothFilters(names.logFilter, filter),
    metricDescriptor: { metricKind: "DELTA", valueType: "INT64", unit: "1", ...labelsOf(dimensions) },
    ...extractorsOf(dimensions, pattern),
  };
  return { metric, differences };
}

/** Records a number of each entry, in buckets around the limit. */
export function valueMetric(names: GoogleSignalNames, signal: ValueSignal): GoogleMetric {
  const { metric, differences } = countingMetric(names, signal.pattern, undefined, signal.dimensions);
  return {
    metric: {
      ...metric,
      metricDescriptor: { ...metric.metricDescriptor, valueType: "DISTRIBUTION", unit: unitOf(signal.unit) },
      valueExtractor: extractorOf(signal.selector, signal.pattern),
      bucketOptions: { explicitBuckets: { bounds: boundsAround(signal.threshold) } },
    },
    differences,
  };
}

/** What a filter of Cloud Monitoring says to select a metric. */
export function metricFilterText(
  metric: LogMetric,
  resourceType = "global",
  labels: Readonly<Record<string, string>> = {},
): string {
  const restrictions = Object.entries(labels).map(
    ([key, value]) => ` AND metric.labels.${key}=${JSON.stringify(value)}`,
  );
  return `metric.type="${logMetricType(metric.name)}" AND resource.type="${resourceType}"${restrictions.join("")}`;
}

/** A label's key of a dimension's name. */
export function labelKey(dimension: string): string {
  const key = dimension.replaceAll(/\W/g, "_");
  return /^[A-Za-z]/.test(key) ? key : `d_${key}`;
}

/** How an extractor reads what a selector names. @throws InexpressibleSignalError, UntranslatablePatternError */
export function extractorOf(text: string, pattern: string): string {
  const selector = compileSelector(text);
  if (selector.type === "json") return `EXTRACT(${fieldOfSelector(selector.steps).path})`;
  const { tree } = compilePattern(pattern);
  if (tree.kind !== "space")
    throw new InexpressibleSignalError(`${text} is a field of a pattern in [ ], which this is not`);
  const field = selector.type === "name" ? selector.name : selector.position;
  const regex = numberFieldRegex(tree, field).replaceAll(/["\\]/g, "\\$&");
  return `REGEXP_EXTRACT(textPayload, "${regex}")`;
}

function labelsOf(dimensions: Readonly<Record<string, string>>) {
  const labels = Object.keys(dimensions).map((dimension) => ({
    key: labelKey(dimension),
    valueType: "STRING",
  }));
  return labels.length > 0 ? { labels } : undefined;
}

function extractorsOf(dimensions: Readonly<Record<string, string>>, pattern: string) {
  const extractors = Object.entries(dimensions).map(([dimension, selector]) => [
    labelKey(dimension),
    extractorOf(selector, pattern),
  ]);
  return extractors.length > 0 ? { labelExtractors: Object.fromEntries(extractors) } : undefined;
}

/** @see https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.metricDescriptors#MetricDescriptor.FIELDS.unit */
const UNITS: Readonly<Record<string, string>> = {
  Seconds: "s",
  Milliseconds: "ms",
  Microseconds: "us",
  Bytes: "By",
  Kilobytes: "kBy",
  Megabytes: "MBy",
  Gigabytes: "GBy",
  Terabytes: "TBy",
  Bits: "bit",
  Percent: "%",
};

const unitOf = (unit: string): string => UNITS[unit] ?? "1";

/** The limit is a bound itself, so that the estimate is on the right side of it; the others are a fifth of an octave apart. */
function boundsAround(limit: number): readonly number[] {
  const steps = Array.from({ length: 101 }, (_, index) => 2 ** ((index - 60) / 5));
  const center = limit === 0 ? 1 : Math.abs(limit);
  const positive = steps.map((step) => Number((center * step).toPrecision(12)));
  const bounds = limit < 0 ? positive.map((bound) => -bound).reverse() : positive;
  return limit < 0 ? [...bounds, 0] : [0, ...bounds];
}

import {
  type Distribution,
  formatTimestamp,
  type MonitoringPoint,
  type MonitoringSeries,
  type PointValue,
} from "cumulog/semantics";
import { GoogleError } from "#kernel/google/google-error.ts";

const MINUTE = 60_000;

/** A value as the API writes it. */
export interface TypedValue {
  readonly boolValue?: boolean;
  readonly int64Value?: string;
  readonly doubleValue?: number;
  readonly stringValue?: string;
  readonly distributionValue?: Readonly<Record<string, unknown>>;
}

/** How the points of a series are written. */
export interface SeriesForm {
  readonly metricKind: string;
  readonly valueType: string;
  readonly unit?: string | undefined;
  /** How long before its end a point of a DELTA begins, in ms. @default a minute */
  readonly period?: number;
}

/** A time series as the API writes it, the newest point first. */
export function wireSeries(
  series: MonitoringSeries,
  form: SeriesForm,
  points: readonly MonitoringPoint[],
): object {
  const { metric, resource } = series;
  return {
    metric: {
      type: metric.type,
      labels: Object.fromEntries(Object.entries(metric.labels).map(([key, value]) => [key, String(value)])),
    },
    resource,
    metricKind: form.metricKind,
    valueType: form.valueType,
    ...(form.unit ? { unit: form.unit } : undefined),
    points: points.toReversed().map(({ end, value }) => ({
      interval: {
        startTime: timeText(form.metricKind === "GAUGE" ? end : end - (form.period ?? MINUTE)),
        endTime: timeText(end),
      },
      value: typedValue(value, form.valueType),
    })),
  };
}

/** Milliseconds as RFC 3339. */
export function timeText(milliseconds: number): string {
  return formatTimestamp({
    seconds: Math.floor(milliseconds / 1000),
    nanos: (milliseconds - Math.floor(milliseconds / 1000) * 1000) * 1e6,
  });
}

function typedValue(value: PointValue, valueType: string): TypedValue {
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "object") return { distributionValue: wireDistribution(value) };
  return valueType === "INT64" && Number.isInteger(value)
    ? { int64Value: String(value) }
    : { doubleValue: value };
}

function wireDistribution({ count, bucketCounts, mean, ...rest }: Distribution): Record<string, unknown> {
  return { ...rest, mean, count: String(count), bucketCounts: bucketCounts.map(String) };
}

/** The value of a point that somebody writes, with its type. @throws GoogleError */
export function pointValueOf(value: TypedValue | undefined): {
  readonly value: PointValue;
  readonly valueType: string;
} {
  if (value?.boolValue !== undefined) return { value: value.boolValue, valueType: "BOOL" };
  if (value?.int64Value !== undefined) return { value: Number(value.int64Value), valueType: "INT64" };
  if (value?.doubleValue !== undefined) return { value: value.doubleValue, valueType: "DOUBLE" };
  throw new GoogleError(
    "INVALID_ARGUMENT",
    "A point needs a boolValue, an int64Value or a doubleValue; the local cloud takes no others.",
    { field: "timeSeries.points.value" },
  );
}

import type { MonitoredResource } from "../../cloud-logging/log-entry.ts";
import type { Distribution } from "../../cloud-logging/log-metric/distribution.ts";

/** Values that points have. */
export type PointValue = number | boolean | Distribution;

/** One value of a time series. */
export interface MonitoringPoint {
  /** End of its interval, in ms since the epoch. */
  readonly end: number;
  readonly value: PointValue;
}

/** What tells a time series from others. */
export interface SeriesIdentity {
  readonly metric: {
    readonly type: string;
    readonly labels: Readonly<Record<string, string | number | boolean>>;
  };
  readonly resource: MonitoredResource;
}

/** A time series of Cloud Monitoring; its points rise. */
export interface MonitoringSeries extends SeriesIdentity {
  readonly points: readonly MonitoringPoint[];
}

/** A key that two series share when metric, resource and labels are the same. */
export function seriesIdentityKey({ metric, resource }: SeriesIdentity): string {
  return JSON.stringify([metric.type, sorted(metric.labels), resourceKey(resource)]);
}

/** A key that two resources share when type and labels are the same. */
export function resourceKey({ type, labels = {} }: MonitoredResource): string {
  return JSON.stringify([type, sorted(labels)]);
}

function sorted(labels: Readonly<Record<string, unknown>>): unknown {
  return Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
}

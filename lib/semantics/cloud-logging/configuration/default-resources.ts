import { CLOUD_LOGGING_DEFAULT_RETENTION_DAYS, CLOUD_LOGGING_REQUIRED_RETENTION_DAYS } from "../../limits.ts";
import type { LogBucket } from "./bucket.ts";
import type { LogSink } from "./sink.ts";
import type { LogView } from "./view.ts";

/** Logs that the bucket `_Required` gets, and `_Default` does not. */
const REQUIRED_LOGS = ["activity", "system_event", "access_transparency"].flatMap((log) => [
  `LOG_ID("cloudaudit.googleapis.com/${log}")`,
  `LOG_ID("externalaudit.googleapis.com/${log}")`,
]);

/** Names of the sinks and buckets that are always there. */
export const DEFAULT_NAMES: readonly string[] = ["_Default", "_Required"];

/**
 * The sinks that every project has.
 *
 * @param parent for example `projects/shop`
 * @see https://cloud.google.com/logging/docs/default-settings
 */
export function defaultSinks(parent: string): readonly LogSink[] {
  const destination = (name: string) => `logging.googleapis.com/${parent}/locations/global/buckets/${name}`;
  return [
    {
      name: "_Default",
      destination: destination("_Default"),
      filter: REQUIRED_LOGS.map((log) => `NOT ${log}`).join(" AND "),
    },
    { name: "_Required", destination: destination("_Required"), filter: REQUIRED_LOGS.join(" OR ") },
  ];
}

/** The buckets that every project has. @see https://cloud.google.com/logging/docs/store-log-entries */
export function defaultBuckets(parent: string): readonly LogBucket[] {
  const bucket = (id: string) => `${parent}/locations/global/buckets/${id}`;
  return [
    {
      name: bucket("_Default"),
      description: "Default bucket",
      retentionDays: CLOUD_LOGGING_DEFAULT_RETENTION_DAYS,
      lifecycleState: "ACTIVE",
    },
    {
      name: bucket("_Required"),
      description: "Audit bucket",
      retentionDays: CLOUD_LOGGING_REQUIRED_RETENTION_DAYS,
      locked: true,
      lifecycleState: "ACTIVE",
    },
  ];
}

/** The views that a bucket has from its beginning: `_AllLogs`, and `_Default` in the bucket `_Default`. */
export function defaultViews(bucket: string): readonly LogView[] {
  const views = [{ name: `${bucket}/views/_AllLogs`, description: "Access all logs in the bucket" }];
  if (!bucket.endsWith("/buckets/_Default")) return views;
  return [
    ...views,
    {
      name: `${bucket}/views/_Default`,
      description: "Access all logs, except data access audit logs",
      filter:
        'NOT LOG_ID("cloudaudit.googleapis.com/data_access") AND NOT LOG_ID("externalaudit.googleapis.com/data_access")',
    },
  ];
}

import type { LogEntry } from "../log-entry.ts";
import { parseTimestamp } from "../timestamp.ts";

const HOUR = 3600;

/** An entry as far as it decides on its object. */
export interface StoredEntryTimes {
  /** Decoded, for example `cloudaudit.googleapis.com/activity`. */
  readonly logId: string;
  /** RFC 3339. */
  readonly timestamp: string;
  /** RFC 3339. */
  readonly receiveTimestamp: string;
  /** How many objects of that hour are full already, at 3.5 GiB each. @default 0 */
  readonly shard?: number;
}

/**
 * The name of the Cloud Storage object that a sink writes an entry to: one an hour, in UTC. Entries that come in after
 * their hour go into an object of their own with the second of their arrival in its name.
 *
 * @see https://cloud.google.com/logging/docs/export/storage#gcs-organization
 */
export function storageObjectName({
  logId,
  timestamp,
  receiveTimestamp,
  shard = 0,
}: StoredEntryTimes): string {
  const seconds = parseTimestamp(timestamp)?.seconds ?? 0;
  const received = parseTimestamp(receiveTimestamp)?.seconds ?? seconds;
  const [date = "", time = ""] = new Date(seconds * 1000).toISOString().split("T");
  const hour = time.slice(0, 2);
  const late = Math.floor(seconds / HOUR) !== Math.floor(received / HOUR);
  const suffix = late ? `A${shard}:${received}` : `S${shard}`;
  return `${logId}/${date.replaceAll("-", "/")}/${hour}:00:00_${hour}:59:59_${suffix}.json`;
}

/**
 * The line that a sink writes for an entry into its Cloud Storage object: the entry as JSON, and no line break but the last.
 *
 * @see https://cloud.google.com/logging/docs/export/storage#gcs-organization
 */
export function storageObjectLine(entry: LogEntry): string {
  return `${JSON.stringify(entry)}\n`;
}

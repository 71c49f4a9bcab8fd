import type { LogEntry, MonitoredResource } from "cumulog/semantics";
import {
  CLOUD_LOGGING_ENTRY_MAX_BYTES,
  CLOUD_LOGGING_LABEL_KEY_MAX_BYTES,
  CLOUD_LOGGING_LABEL_VALUE_MAX_BYTES,
  CLOUD_LOGGING_MAX_FUTURE_MS,
  CLOUD_LOGGING_MAX_LABELS,
  formatTimestamp,
  parseTimestamp,
} from "cumulog/semantics";
import { GoogleError } from "#kernel/google/google-error.ts";
import { checkLogName } from "../resource-names.ts";
import { entryBytes } from "./entry-bytes.ts";
import { fitsInMessages } from "./payload-depth.ts";

/** Members of a write request that its entries fall back to. */
export interface EntryDefaults {
  readonly logName?: string;
  readonly resource?: MonitoredResource;
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * Fills in what an entry leaves out and checks it.
 *
 * @param now milliseconds since the epoch
 * @param insertId for entries that have none
 * @throws GoogleError INVALID_ARGUMENT
 * @see https://cloud.google.com/logging/docs/reference/v2/rest/v2/entries/write
 */
export function acceptEntry(
  entry: LogEntry,
  defaults: EntryDefaults,
  now: number,
  insertId: string,
): LogEntry {
  const logName = entry.logName || defaults.logName;
  if (!logName) throw invalid("A log entry needs a log name, its own or the request's.");
  const checkedName = checkLogName(logName);
  const resource = entry.resource ?? defaults.resource;
  if (!resource?.type)
    throw invalid("A log entry needs a monitored resource with a type, its own or the request's.");
  const labels = shortened({ ...defaults.labels, ...entry.labels });
  const accepted: LogEntry = {
    ...entry,
    logName: checkedName,
    resource: inProject(resource, checkedName),
    timestamp: acceptTimestamp(entry.timestamp, now),
    receiveTimestamp: formatTimestamp({ seconds: Math.floor(now / 1000), nanos: (now % 1000) * 1e6 }),
    insertId: entry.insertId || insertId,
    ...(Object.keys(labels).length > 0 ? { labels } : undefined),
  };
  if (accepted.severity === "DEFAULT") delete accepted.severity;
  checkPayload(accepted);
  checkSize(accepted);
  return accepted;
}

/** The service tells the project itself; a label that was given stays. */
function inProject({ type, labels }: MonitoredResource, logName: string): MonitoredResource {
  const [, project] = /^projects\/([^/]+)\//.exec(logName) ?? [];
  if (project === undefined) return labels ? { type, labels } : { type };
  return { type, labels: { project_id: project, ...labels } };
}

function checkPayload({ jsonPayload }: LogEntry): void {
  if (jsonPayload && !fitsInMessages(jsonPayload))
    throw invalid("The jsonPayload of a log entry has too many objects and lists within each other.");
}

function checkSize(entry: LogEntry): void {
  const bytes = entryBytes(entry);
  if (bytes > CLOUD_LOGGING_ENTRY_MAX_BYTES)
    throw invalid(
      `Log entry with size ${(bytes / 1024).toFixed(1)}K exceeds maximum size of ` +
        `${(CLOUD_LOGGING_ENTRY_MAX_BYTES / 1024).toFixed(1)}K`,
    );
}

function acceptTimestamp(timestamp: string | undefined, now: number): string {
  if (timestamp === undefined)
    return formatTimestamp({ seconds: Math.floor(now / 1000), nanos: (now % 1000) * 1e6 });
  const time = parseTimestamp(timestamp);
  if (!time) throw invalid(`Invalid timestamp "${timestamp}": expected RFC 3339.`);
  if (time.seconds * 1000 + time.nanos / 1e6 > now + CLOUD_LOGGING_MAX_FUTURE_MS)
    throw invalid(`Timestamp is over a day in the future: ${timestamp}`);
  return formatTimestamp(time);
}

function shortened(labels: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(labels);
  if (entries.length > CLOUD_LOGGING_MAX_LABELS)
    throw invalid(`A log entry has at most ${CLOUD_LOGGING_MAX_LABELS} labels; this has ${entries.length}.`);
  return Object.fromEntries(
    entries.map(([key, value]) => [
      withEllipsis(key, CLOUD_LOGGING_LABEL_KEY_MAX_BYTES),
      withEllipsis(value, CLOUD_LOGGING_LABEL_VALUE_MAX_BYTES),
    ]),
  );
}

/** Labels that are too long are cut, not refused. @see https://cloud.google.com/logging/quotas */
function withEllipsis(text: string, maxBytes: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= maxBytes) return text;
  let end = maxBytes - Buffer.byteLength("…");
  while ((bytes[end]! & 0xc0) === 0x80) end--;
  return `${bytes.toString("utf8", 0, end)}…`;
}

function invalid(message: string): GoogleError {
  return new GoogleError("INVALID_ARGUMENT", message);
}

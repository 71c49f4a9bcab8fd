import { HTTP_REQUEST_READERS } from "../cloud-logging/http-request.ts";
import type { LogEntry } from "../cloud-logging/log-entry.ts";
import { parseSeverity, type Severity } from "../cloud-logging/severity.ts";
import { isObject, labelText, lift } from "../cloud-logging/special-fields.ts";
import { formatTimestamp } from "../cloud-logging/timestamp.ts";
import { CLOUD_LOGGING_MAX_LABELS } from "../limits.ts";
import { otlpMonitoredResource } from "./google-resource.ts";
import type { OtlpScopedRecord } from "./messages.ts";
import { otlpTime, plainOtlpAttributes, plainOtlpValue } from "./values.ts";

/** What an entry depends on beside the record. */
export interface OtlpEntryOptions {
  /** Project of records whose resource names none in `gcp.project_id`. */
  readonly projectId: string;
}

/** Attributes that name the log, the first one that is there; the record's event name comes before them. */
const LOG_NAMES = [
  "log.name",
  "gcp.log.name",
  "log_name",
  "gcp.log_name",
  "logging.googleapis.com/logName",
  "event_name",
  "service.name",
  "gcp.service.name",
  "service_name",
  "gcp.service_name",
] as const;
const DEFAULT_LOG = "default";
const HTTP_REQUEST = "gcp.http_request";
const TRACE_ID = /^(?!0{32})[0-9a-f]{32}$/i;
const SPAN_ID = /^(?!0{16})[0-9a-f]{16}$/i;
const BILLION = 1_000_000_000n;
/** Severities by number, from 1. */
const SEVERITIES: readonly Severity[] = [
  ...Array<Severity>(8).fill("DEBUG"),
  "INFO",
  "INFO",
  "NOTICE",
  "NOTICE",
  ...Array<Severity>(4).fill("WARNING"),
  ...Array<Severity>(4).fill("ERROR"),
  "CRITICAL",
  "CRITICAL",
  "ALERT",
  "EMERGENCY",
];

/**
 * The entry that Google Cloud makes of a record which comes by the Telemetry API. Without a time of its own it has none: it gets that of
 * its arrival.
 *
 * @see https://docs.cloud.google.com/stackdriver/docs/reference/telemetry/otlp-log-record-to-log-entry
 */
export function otlpLogEntry(
  { resource, record }: OtlpScopedRecord,
  { projectId: fallback }: OtlpEntryOptions,
): LogEntry {
  const ofResource = plainOtlpAttributes(resource.attributes);
  const attributes = plainOtlpAttributes(record.attributes);
  const projectId = String(ofResource["gcp.project_id"] ?? fallback);
  const time = otlpTime(record);
  const { [HTTP_REQUEST]: request, ...labels } = attributes;
  return {
    logName: `projects/${projectId}/logs/${encodeURIComponent(logOf(record.eventName, attributes, ofResource))}`,
    resource: otlpMonitoredResource(ofResource, projectId),
    severity: severityOf(record.severityNumber, record.severityText),
    ...(time !== undefined && {
      timestamp: formatTimestamp({ seconds: Number(time / BILLION), nanos: Number(time % BILLION) }),
    }),
    ...payloadOf(plainOtlpValue(record.body)),
    ...labelsOf(labels),
    ...(isObject(request) && { httpRequest: lift(request, HTTP_REQUEST_READERS).lifted }),
    ...(TRACE_ID.test(record.traceId ?? "") && {
      trace: `projects/${projectId}/traces/${record.traceId!.toLowerCase()}`,
      ...(SPAN_ID.test(record.spanId ?? "") && { spanId: record.spanId!.toLowerCase() }),
      ...(((record.flags ?? 0) & 1) === 1 && { traceSampled: true }),
    }),
  };
}

function logOf(
  eventName: string | undefined,
  attributes: Readonly<Record<string, unknown>>,
  resource: Readonly<Record<string, unknown>>,
): string {
  if (eventName) return eventName;
  for (const name of LOG_NAMES) {
    const value = attributes[name];
    if (typeof value === "string" && value !== "") return value;
  }
  const service = resource["service.name"];
  return typeof service === "string" && service !== "" ? service : DEFAULT_LOG;
}

function severityOf(number = 0, text: string | undefined): Severity {
  return SEVERITIES[number - 1] ?? (text ? parseSeverity(text) : "DEFAULT");
}

function payloadOf(body: unknown): Pick<LogEntry, "jsonPayload" | "textPayload"> {
  if (isObject(body)) return { jsonPayload: body };
  if (body === null) return {};
  return { textPayload: typeof body === "string" ? body : JSON.stringify(body) };
}

function labelsOf(attributes: Readonly<Record<string, unknown>>): Pick<LogEntry, "labels"> {
  const labels = Object.entries(attributes).slice(0, CLOUD_LOGGING_MAX_LABELS);
  return labels.length === 0
    ? {}
    : { labels: Object.fromEntries(labels.map(([key, value]) => [key, labelText(value)])) };
}

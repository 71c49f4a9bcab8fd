import { takeTime } from "./entry-time.ts";
import { asReportedError, type ServiceContext } from "./error-reporting.ts";
import { HTTP_REQUEST_READERS } from "./http-request.ts";
import type { LogEntry, MonitoredResource } from "./log-entry.ts";
import { parseSeverity, SEVERITIES, type Severity } from "./severity.ts";
import {
  type Fields,
  FLUENT_BIT_FIELDS,
  GOOGLE_FIELDS,
  isObject,
  labelText,
  lift,
  OPERATION_READERS,
  SOURCE_LOCATION_READERS,
  type SpecialFields,
  scalarText,
  truth,
} from "./special-fields.ts";

/** How a line becomes an entry. */
export interface LogEntryOptions {
  /** Whose spelling of the special fields is read. @default "google" */
  readonly agent?: "google" | "fluent-bit";
  /** Members that may hold the severity; the first one present is used. @default the agent's */
  readonly severityKeys?: readonly string[];
  /** Members that may hold an RFC 3339 time. @default ["time"] */
  readonly timeKeys?: readonly string[];
  /** Severity of lines that name none. @default "DEFAULT" */
  readonly defaultSeverity?: Severity;
  /** Time of lines that name none: RFC 3339. */
  readonly defaultTimestamp?: string;
  /** Project that bare trace ids belong to; they become `projects/ID/traces/TRACE`. */
  readonly projectId?: string;
  /** Whether JSON inside a sole `message`, `log` or `msg` is read too. @default true */
  readonly detectJson?: boolean;
  /** Labels of every entry; a line's own win. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly logName?: string;
  readonly resource?: MonitoredResource;
  /** Makes entries from ERROR up visible to Error Reporting, as errors of this service. */
  readonly errorReporting?: ServiceContext;
}

const TIME_MEMBERS = ["time", "timeNanos", "timestamp", "timestampSeconds", "timestampNanos"];
const JSON_MEMBERS = ["message", "log", "msg"];

/**
 * The log entry that Google's agents make of a line on standard output, or of the record that such a line holds.
 * Text becomes `textPayload`. JSON becomes `jsonPayload` without its special fields, or `textPayload` when nothing
 * but a `message` is left. Never throws.
 *
 * @param line a line, with or without its line break, or a record
 * @see https://cloud.google.com/logging/docs/structured-logging
 */
export function toLogEntry(
  line: string | Readonly<Record<string, unknown>>,
  options: LogEntryOptions = {},
): LogEntry {
  const given = typeof line === "string" ? parseObject(line) : { ...line };
  const entry: LogEntry = {
    ...(options.logName === undefined ? undefined : { logName: options.logName }),
    ...(options.resource && { resource: options.resource }),
    ...(options.defaultTimestamp === undefined ? undefined : { timestamp: options.defaultTimestamp }),
    severity: options.defaultSeverity ?? "DEFAULT",
    ...(options.labels && { labels: { ...options.labels } }),
  };
  if (!given) return { ...entry, textPayload: (line as string).replace(/\r?\n$/, "") };
  const fields = options.agent === "fluent-bit" ? FLUENT_BIT_FIELDS : GOOGLE_FIELDS;
  const inner = options.detectJson === false ? undefined : innerJson(given, fields, options);
  const record = inner ?? given;
  takeSpecialFields(record, entry, fields, options);
  const { message, ...others } = record;
  if (!inner && typeof message === "string" && Object.keys(others).length === 0) entry.textPayload = message;
  else entry.jsonPayload = record;
  return reportErrors(entry, options.errorReporting);
}

function takeSpecialFields(
  record: Fields,
  entry: LogEntry,
  fields: SpecialFields,
  options: LogEntryOptions,
): void {
  const severityKey = severityKeys(fields, options).find((key) => Object.hasOwn(record, key));
  if (severityKey !== undefined) entry.severity = parseSeverity(take(record, severityKey));
  const time = takeTime(record, options.timeKeys ?? ["time"]);
  if (time !== undefined) entry.timestamp = time;
  takeScalars(record, entry, fields, options.projectId);
  takeLabels(record, entry, fields.labels);
  takeObject(record, entry, "httpRequest", fields.httpRequest, HTTP_REQUEST_READERS);
  takeObject(record, entry, "operation", fields.operation, OPERATION_READERS);
  takeObject(record, entry, "sourceLocation", fields.sourceLocation, SOURCE_LOCATION_READERS);
  if (fields.resource && isObject(record[fields.resource]))
    entry.resource = take(record, fields.resource) as unknown as MonitoredResource;
}

function takeScalars(record: Fields, entry: LogEntry, fields: SpecialFields, projectId?: string): void {
  for (const name of ["insertId", "trace", "spanId", "logName"] as const) {
    const text = fields[name] === undefined ? undefined : scalarText(record[fields[name]]);
    if (text === undefined) continue;
    delete record[fields[name]!];
    entry[name] = name === "trace" ? fullTrace(text, projectId) : text;
  }
  const sampled = truth(record[fields.traceSampled]);
  if (sampled === undefined) return;
  delete record[fields.traceSampled];
  entry.traceSampled = sampled;
}

function fullTrace(trace: string, projectId: string | undefined): string {
  return projectId !== undefined && /^[\da-f]{32}$/i.test(trace)
    ? `projects/${projectId}/traces/${trace}`
    : trace;
}

/** Labels that are no object are dropped, unlike the other special fields. */
function takeLabels(record: Fields, entry: LogEntry, key: string): void {
  if (!Object.hasOwn(record, key)) return;
  const value = take(record, key);
  if (!isObject(value)) return;
  const labels = Object.entries(value).map(([name, label]) => [name, labelText(label)]);
  entry.labels = { ...entry.labels, ...Object.fromEntries(labels) };
}

/** Members that the API does not know stay in the payload under the same key. */
function takeObject(
  record: Fields,
  entry: LogEntry,
  name: "httpRequest" | "operation" | "sourceLocation",
  key: string,
  readers: Readonly<Record<string, (value: unknown) => unknown>>,
): void {
  const value = record[key];
  if (!isObject(value)) return;
  const { lifted, rest } = lift<Fields>(value, readers);
  if (Object.keys(lifted).length > 0) entry[name] = lifted;
  if (Object.keys(rest).length > 0) record[key] = rest;
  else delete record[key];
}

/** JSON in a sole text member replaces the record; special fields outside it count where it has none itself. */
function innerJson(record: Fields, fields: SpecialFields, options: LogEntryOptions): Fields | undefined {
  const special = new Set([
    ...Object.values(fields),
    ...severityKeys(fields, options),
    ...(options.timeKeys ?? []),
    ...TIME_MEMBERS,
  ]);
  const others = Object.keys(record).filter((key) => !special.has(key));
  const [sole] = others;
  if (others.length !== 1 || !JSON_MEMBERS.includes(sole!)) return undefined;
  const text = record[sole!];
  const inner = typeof text === "string" ? parseObject(text) : undefined;
  if (!inner) return undefined;
  const { [sole!]: _, ...outer } = record;
  return { ...outer, ...inner };
}

function severityKeys(fields: SpecialFields, options: LogEntryOptions): readonly string[] {
  return options.severityKeys ?? [fields.severity];
}

function reportErrors(entry: LogEntry, service: ServiceContext | undefined): LogEntry {
  if (!service || SEVERITIES[entry.severity!] < SEVERITIES.ERROR) return entry;
  const { textPayload, jsonPayload, ...rest } = entry;
  return { ...rest, jsonPayload: asReportedError(jsonPayload ?? { message: textPayload }, service) };
}

function take(record: Fields, key: string): unknown {
  const value = record[key];
  delete record[key];
  return value;
}

function parseObject(text: string): Fields | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    return JSON.parse(text, text.includes('"timeNanos"') ? exactTimeNanos : undefined) as Fields;
  } catch {
    return undefined;
  }
}

/** Nanoseconds since 1970 need more digits than a number of JavaScript has. */
function exactTimeNanos(key: string, value: unknown, context?: { readonly source?: string }): unknown {
  return key === "timeNanos" && typeof value === "number" ? (context?.source ?? value) : value;
}

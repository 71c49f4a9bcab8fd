import { type LogEntry, parseSeverity, type SubscriptionLogEvent, toLogEntry } from "cumulog/semantics";
import { type ForwarderConfiguration, logIdOf } from "./configuration.ts";

/** Where events come from. */
export interface EventSource {
  readonly owner: string;
  readonly logGroup: string;
  readonly logStream: string;
  readonly region: string;
}

/** Entries of one event, and the event itself for the dead-letter queue. */
export interface EventEntry {
  readonly event: SubscriptionLogEvent;
  readonly entry: LogEntry;
  readonly bytes: number;
}

/** Bytes of one entry, with room for what the service adds. https://cloud.google.com/logging/quotas */
const ENTRY_BYTES = 240 * 1024;
const PART_BYTES = 200 * 1024;

/**
 * Makes the entries of an event: its id as `insertId`, so that a repetition is recognized; its own time; severity and trace as
 * the line tells them. An event over the size of an entry becomes numbered parts.
 */
export function entriesOf(
  event: SubscriptionLogEvent,
  source: EventSource,
  configuration: ForwarderConfiguration,
): EventEntry[] {
  const line = lambdaLine(event.message);
  const entry: LogEntry = {
    ...toLogEntry(line.text, {
      severityKeys: ["severity", "level"],
      projectId: configuration.projectId,
      ...(configuration.errorReporting && { errorReporting: definedMembers(configuration.errorReporting) }),
    }),
    logName: logName(source, configuration),
    resource: configuration.resource,
    timestamp: new Date(event.timestamp).toISOString(),
    insertId: event.id,
  };
  if (line.severity !== undefined && (entry.severity === undefined || entry.severity === "DEFAULT")) {
    entry.severity = line.severity;
  }
  if (entry.trace === undefined) Object.assign(entry, traceOf(entry.jsonPayload, configuration.projectId));
  entry.labels = {
    ...configuration.labels,
    ...entry.labels,
    aws_account: source.owner,
    aws_region: source.region,
    log_group: source.logGroup,
    log_stream: source.logStream,
  };
  const bytes = Buffer.byteLength(JSON.stringify(entry));
  if (bytes <= ENTRY_BYTES) return [{ event, entry, bytes }];
  return splitEntry(event, entry);
}

function definedMembers(context: { service: string; version?: string | undefined }): {
  service: string;
  version?: string;
} {
  return context.version === undefined
    ? { service: context.service }
    : { service: context.service, version: context.version };
}

function logName({ logGroup, owner }: EventSource, { logId, projectId }: ForwarderConfiguration): string {
  return `projects/${projectId}/logs/${encodeURIComponent(logIdOf(logId, { logGroup, account: owner }))}`;
}

/** Lambda's own text format: time, request id, level and message, separated by tabs. */
function lambdaLine(message: string): { text: string; severity: LogEntry["severity"] } {
  const match = /^\d{4}-\d\d-\d\dT[\d:.]+Z\t\S+\t([A-Z]+)\t/.exec(message);
  if (match === null) return { text: message, severity: undefined };
  const severity = parseSeverity(match[1]!);
  const rest = message.slice(match[0].length);
  // JSON behind the prefix is read as JSON; of text the whole line is kept.
  return { text: rest.startsWith("{") ? rest : message, severity };
}

/** OpenTelemetry's `trace_id`, or X-Ray's: `1-5759e988-bd862e3fe1be46a994272793` is the trace 5759e988bd862e3fe1be46a994272793. */
function traceOf(
  payload: Readonly<Record<string, unknown>> | undefined,
  projectId: string,
): Pick<LogEntry, "trace" | "spanId" | "traceSampled"> {
  const { trace_id, span_id, trace_flags, xrayTraceId, xray_trace_id } = payload ?? {};
  const trace = (id: string) => `projects/${projectId}/traces/${id}`;
  if (typeof trace_id === "string" && /^[0-9a-f]{32}$/.test(trace_id))
    return {
      trace: trace(trace_id),
      ...(typeof span_id === "string" && /^[0-9a-f]{16}$/.test(span_id) && { spanId: span_id }),
      ...(typeof trace_flags === "string" && Number.parseInt(trace_flags, 16) & 1 && { traceSampled: true }),
    };
  const id = xrayTraceId ?? xray_trace_id;
  const match = typeof id === "string" ? /\b1-([0-9a-f]{8})-([0-9a-f]{24})\b/.exec(id) : null;
  return match === null ? {} : { trace: trace(`${match[1]}${match[2]}`) };
}

function splitEntry(event: SubscriptionLogEvent, entry: LogEntry): EventEntry[] {
  const { jsonPayload, textPayload, ...rest } = entry;
  const bytes = Buffer.from(textPayload ?? JSON.stringify(jsonPayload));
  const parts: string[] = [];
  for (let start = 0; start < bytes.length; ) {
    let end = start;
    let budget = PART_BYTES;
    // Counts what JSON's escapes will cost, and never ends inside a character.
    while (end < bytes.length) {
      const cost = bytes[end]! < 0x20 ? 6 : bytes[end] === 0x22 || bytes[end] === 0x5c ? 2 : 1;
      if (cost > budget) break;
      budget -= cost;
      end += 1;
    }
    while (end < bytes.length && (bytes[end]! & 0xc0) === 0x80) end -= 1;
    parts.push(bytes.toString("utf8", start, end));
    start = end;
  }
  return parts.map((part, index) => ({
    event,
    bytes: PART_BYTES,
    entry: {
      ...rest,
      insertId: `${event.id}-${index}`,
      split: { uid: event.id, index, totalSplits: parts.length },
      textPayload: part,
    },
  }));
}

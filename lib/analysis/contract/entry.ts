import { isMembers } from "./members.ts";
import type { LogEvent } from "./row.ts";

/** What the lake reads of an entry of Cloud Logging. https://docs.cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry */
export interface CloudLoggingEntry {
  readonly insertId?: string | null;
  readonly logName?: string | null;
  /** RFC 3339. */
  readonly timestamp?: string | null;
  readonly receiveTimestamp?: string | null;
  readonly severity?: string | null;
  readonly textPayload?: string | null;
  readonly jsonPayload?: unknown;
  readonly protoPayload?: unknown;
  readonly httpRequest?: unknown;
  readonly trace?: string | null;
  readonly resource?: { readonly type?: string | null } | null;
}

/** An entry of Cloud Logging as an event. @returns undefined for one without a time */
export function eventOfEntry(entry: CloudLoggingEntry): LogEvent | undefined {
  const timestamp = Date.parse(entry.timestamp ?? entry.receiveTimestamp ?? "");
  if (Number.isNaN(timestamp)) return undefined;
  return {
    id: entry.insertId ?? undefined,
    timestamp,
    message: messageOf(entry),
    logGroup: entry.logName ?? undefined,
    logStream: entry.resource?.type ?? undefined,
    severity: entry.severity ?? undefined,
    traceId: entry.trace?.split("/").pop(),
  };
}

function messageOf({ textPayload, jsonPayload, protoPayload, httpRequest }: CloudLoggingEntry): string {
  const payload = jsonPayload ?? protoPayload;
  if (!isMembers(payload) && !isMembers(httpRequest)) return textPayload ?? "";
  return JSON.stringify({
    ...(textPayload ? { message: textPayload } : {}),
    ...(isMembers(payload) ? payload : {}),
    ...(isMembers(httpRequest) ? { httpRequest } : {}),
  });
}

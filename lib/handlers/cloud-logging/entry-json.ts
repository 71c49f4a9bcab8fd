import { truncateEscaped, truncateText } from "../../delivery/truncate-text.ts";
import { LEVELS } from "../../logger/levels.ts";
import type { LogRecord } from "../../logger/record.ts";
import { isoTimestamp } from "../../logger/timestamp.ts";
import { REPORTED_ERROR_EVENT_TYPE } from "../../semantics/cloud-logging/error-reporting.ts";
import { GOOGLE_FIELDS } from "../../semantics/cloud-logging/special-fields.ts";
import { CLOUD_LOGGING_ENTRY_MAX_BYTES } from "../../semantics/limits.ts";
import { entryMembers } from "./entry-members.ts";
import { withinDepth } from "./payload-depth.ts";
import type { Parted } from "./special-members.ts";

/** Severity of a record's level. @see https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry#LogSeverity */
export function severityOf(level: number): string {
  if (level >= LEVELS.fatal) return "CRITICAL";
  if (level >= LEVELS.error) return "ERROR";
  if (level >= LEVELS.warn) return "WARNING";
  return level >= LEVELS.info ? "INFO" : "DEBUG";
}

export interface EntryOptions {
  readonly projectId: string | undefined;
  readonly errorReporting: boolean;
  /** Whether lines come from our own formatter: an object's is then JSON for sure. */
  readonly isOwnFormat: boolean;
}

/** Room for the members of an entry beside its payload; labels and requests have room of their own. */
export const MEMBER_BYTES = 2_048;

/**
 * One LogEntry as JSON text: the formatted line is spliced in as `jsonPayload`, or stands as `textPayload` when it is no
 * object. A line that would make the entry too large is shortened, and stays an object.
 *
 * @see https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry
 */
export function entryJson(
  { record, special }: Parted,
  line: string,
  timestamp: number,
  ownInsertId: string,
  options: EntryOptions,
): string {
  const extras = entryMembers(record, special, options.projectId);
  const insertId = special?.[GOOGLE_FIELDS.insertId] ?? ownInsertId;
  const room = Math.max(1_024, CLOUD_LOGGING_ENTRY_MAX_BYTES - MEMBER_BYTES - Buffer.byteLength(extras));
  const isObject = line.startsWith("{") && line.endsWith("}") && (options.isOwnFormat || isJson(line));
  let payload = isObject ? withinDepth(line) : line;
  // Six bytes a character at most: the exact length matters only near the limit.
  if (payload.length * 6 > room)
    payload = isObject ? shortened(payload, room) : truncateEscaped(payload, room);
  return `{"insertId":"${insertId}","timestamp":"${isoTimestamp(timestamp)}","severity":"${severityOf(record.level)}"${extras},${
    isObject
      ? `"jsonPayload":${withErrorReporting(record, payload, options)}`
      : `"textPayload":${JSON.stringify(payload)}`
  }}`;
}

function shortened(payload: string, room: number): string {
  return Buffer.byteLength(payload) > room ? truncateText(payload, room) : payload;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Error Reporting reads `stack_trace` beside the `@type` of a reported error. */
function withErrorReporting(record: LogRecord, payload: string, { errorReporting }: EntryOptions): string {
  if (
    !errorReporting ||
    record.level < LEVELS.error ||
    !(record.error instanceof Error) ||
    !record.error.stack
  )
    return payload;
  const service = record.service ?? "default";
  const members = `"@type":${JSON.stringify(REPORTED_ERROR_EVENT_TYPE)},"serviceContext":${JSON.stringify({ service })},"stack_trace":${JSON.stringify(record.error.stack)}`;
  const whole = payload === "{}" ? `{${members}}` : `${payload.slice(0, -1)},${members}}`;
  return Buffer.byteLength(whole) < CLOUD_LOGGING_ENTRY_MAX_BYTES - MEMBER_BYTES ? whole : payload;
}

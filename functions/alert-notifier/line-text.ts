import { membersOf, readEvent } from "cumulog/analysis";
import type { LogLine } from "./alert.ts";

const FIELDS = [
  ["service", "service"],
  ["route", "route"],
  ["status", "status"],
  ["duration_ms", "ms"],
  ["user_id", "user"],
  ["request_id", "request"],
  ["trace_id", "trace"],
] as const;

/** A log line for people: a JSON record as time, level, message, error and key fields, any other line as it is. */
export function lineText(line: LogLine): string {
  if (membersOf(line.message) === undefined) return line.message.trimEnd();
  const { row } = readEvent({ timestamp: line.timestamp ?? 0, message: line.message });
  if (typeof row["message"] !== "string") return line.message.trimEnd();
  const time =
    line.timestamp === undefined ? undefined : new Date(line.timestamp).toISOString().slice(11, 23);
  const error = typeof row["error_name"] === "string" ? row["error_name"] : undefined;
  const message = row["message"].trimEnd();
  const fields = FIELDS.flatMap(([column, name]) => {
    const value = row[column];
    return value === null || value === undefined ? [] : [`${name} ${String(value)}`];
  });
  const text = [
    time,
    row["level"],
    error === undefined || message.includes(error) ? message : `${message} (${error})`,
  ];
  return [text.filter((part) => part !== undefined && part !== null).join(" "), ...fields].join(" · ");
}

import { accessLine } from "./access-line.ts";
import { COMPUTED_COLUMNS, type Column } from "./columns.ts";
import { CONTRACT, type Contract } from "./contract.ts";
import { type LevelNames, levelInText, levelNames } from "./levels.ts";
import { findMember, type Members, membersOf } from "./members.ts";
import type { EventRow, LogEvent, LogRow } from "./row.ts";
import { valueAs } from "./values.ts";

/** Statuses from here on are errors of the server. https://www.rfc-editor.org/rfc/rfc9110#name-server-error-5xx */
export const FIRST_ERROR_STATUS = 500;

/** Members that hold a line's own time; the row has it in its columns. */
export const TIME_MEMBERS: readonly string[] = ["timestamp", "@timestamp", "time", "ts", "@t"];

/**
 * An event as a row of the contract. A message that is a JSON object gives its members; a line of an access log its parts;
 * any other line is the message, with the level that it names.
 */
export function readEvent(event: LogEvent, contract: Contract = CONTRACT): EventRow {
  const members = membersOf(event.message) ?? accessMembers(event.message);
  return members === undefined ? readText(event, contract) : readMembers(event, members, contract);
}

function emptyRow({ columns }: Contract): LogRow {
  return Object.fromEntries(columns.map(({ name }) => [name, null]));
}

function readText(event: LogEvent, contract: Contract): EventRow {
  const row = emptyRow(contract);
  row["message"] = event.message;
  return complete(row, event, levelInText(event.message), []);
}

function readMembers(event: LogEvent, members: Members, contract: Contract): EventRow {
  const row = emptyRow(contract);
  const taken = new Set<string>();
  const unparsable: string[] = [];
  let level: LevelNames | undefined;
  for (const column of contract.columns) {
    if (COMPUTED_COLUMNS.has(column.name)) continue;
    for (const name of column.members) {
      const found = findMember(members, name);
      if (found === undefined) continue;
      const value = column.name === "level" ? levelNames(found.value) : textOrValue(column, found.value);
      if (value === undefined) {
        unparsable.push(column.name);
        break;
      }
      if (typeof value === "object") level = value as LevelNames;
      else row[column.name] = value;
      if (found.isWhole) taken.add(found.key);
      break;
    }
  }
  const time = TIME_MEMBERS.find((name) => members[name] !== undefined && members[name] !== null);
  if (time !== undefined) taken.add(time);
  row["attributes"] = attributesOf(members, taken);
  return complete(row, event, level, unparsable);
}

function textOrValue(column: Column, value: unknown) {
  // An empty id would make all such events one.
  if (column.name === "event_id" && value === "") return undefined;
  const read = valueAs(column.type, value);
  return column.name === "route" && typeof read === "string" ? read.split("?", 1)[0]! : read;
}

function attributesOf(members: Members, taken: ReadonlySet<string>): string | null {
  const left = Object.keys(members).filter((key) => !taken.has(key) && members[key] !== null);
  if (left.length === 0) return null;
  return `{${left.map((key) => `${JSON.stringify(key)}:${JSON.stringify(members[key])}`).join(",")}}`;
}

function complete(
  row: LogRow,
  event: LogEvent,
  level: LevelNames | undefined,
  unparsable: readonly string[],
): EventRow {
  const time = new Date(event.timestamp);
  const names = level ?? levelNames(event.severity);
  // The service's id wins: the line cannot know how often it was delivered.
  row["event_id"] = event.id ?? row["event_id"] ?? null;
  row["event_time"] = event.timestamp;
  row["epoch_ms"] = event.timestamp;
  row["day"] = dayOf(event.timestamp);
  row["hour"] = time.getUTCHours();
  row["level"] = names?.level ?? null;
  row["severity"] = names?.severity ?? "DEFAULT";
  row["is_error"] = isError(names, row["status"] as number | null);
  row["log_group"] = event.logGroup ?? row["log_group"] ?? null;
  row["log_stream"] = event.logStream ?? row["log_stream"] ?? null;
  row["trace_id"] ??= event.traceId ?? null;
  return { row, unparsable };
}

/** Day in UTC, such as 2026-01-31. */
export function dayOf(timestamp: number): string {
  return new Date(timestamp).toISOString().slice(0, 10);
}

function isError(names: LevelNames | undefined, status: number | null): boolean {
  if (names !== undefined) return names.level === "ERROR" || names.level === "FATAL";
  return status !== null && status >= FIRST_ERROR_STATUS;
}

function accessMembers(line: string): Members | undefined {
  const access = accessLine(line);
  if (access === undefined) return undefined;
  const { client, user, method, path, query, protocol, status, bytes, referer, userAgent } = access;
  return {
    message: line,
    ...(user !== undefined && { user_id: user }),
    ...(path !== undefined && { route: path }),
    status,
    client_ip: client,
    ...(method !== undefined && { method }),
    ...(query !== undefined && { query }),
    ...(protocol !== undefined && { protocol }),
    ...(bytes !== undefined && { bytes }),
    ...(referer !== undefined && { referer }),
    ...(userAgent !== undefined && { user_agent: userAgent }),
  };
}

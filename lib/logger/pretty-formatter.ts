import { errorMembers, isError, readMember } from "./error-members.ts";
import { escapeControls, escapeStack } from "./escape-controls.ts";
import { levelLabel } from "./levels.ts";
import type { Formatter, LogRecord } from "./record.ts";
import { serializeValue } from "./serialize.ts";
import { isoTimestamp } from "./timestamp.ts";

/** How the pretty formatter writes. */
export interface PrettyOptions {
  /** Writes ANSI colours. @default true unless NO_COLOR is set */
  readonly colors?: boolean;
  /** Writes control characters, line breaks and marks of direction in a record as escapes. @default true */
  readonly escape?: boolean;
}

/** Codes of ANSI's escapes. */
const DIM = "2";
const COLORS: Readonly<Record<string, string>> = {
  TRACE: "90",
  DEBUG: "36",
  INFO: "32",
  WARN: "33",
  ERROR: "31",
  FATAL: "1;31",
};

/** Records for people: time, level, logger, message, fields as `key=value`, then the error's stack on lines of its own. */
export function prettyFormatter(options: PrettyOptions = {}): Formatter {
  const noColor = process.env["NO_COLOR"];
  const colors = options.colors ?? (noColor === undefined || noColor === "");
  const shown = (options.escape ?? true) ? escapeControls : (text: string): string => text;
  const paint = (code: string, text: string): string =>
    colors && text !== "" ? `\u001b[${code}m${text}\u001b[0m` : text;
  return (record) => {
    const label = levelLabel(record.level);
    const head = [
      paint(DIM, isoTimestamp(record.timestamp).slice(11, 23)),
      paint(COLORS[label] ?? "0", label.padEnd(5)),
    ];
    if (record.logger !== "") head.push(paint(DIM, shown(record.logger)));
    if (record.message !== "") head.push(shown(record.message));
    return (
      head.join(" ") + paint(DIM, shown(memberText(record))) + errorText(record.error, options.escape ?? true)
    );
  };
}

function memberText({ context, fields }: LogRecord): string {
  let text = "";
  for (const [key, value] of Object.entries({ ...context, ...fields })) {
    const valueText =
      typeof value === "string" && /^[\w.:/@+-]+$/.test(value) ? value : serializeValue(value);
    if (valueText !== undefined) text += ` ${key}=${valueText}`;
  }
  return text;
}

function errorText(error: unknown, escapes: boolean): string {
  if (error === undefined) return "";
  let text = "";
  let current: unknown = error;
  for (let depth = 0; depth < 10 && current !== undefined && current !== null; depth += 1) {
    const { name, message, stack } = errorMembers(current);
    const own = typeof stack === "string" ? stack : `${name}: ${message}`;
    const lines = escapes ? escapeStack(own, String(name), String(message)) : own;
    text += `\n${depth === 0 ? "" : "caused by: "}${lines}`;
    current = isError(current) ? readMember(current, "cause") : undefined;
  }
  return text;
}

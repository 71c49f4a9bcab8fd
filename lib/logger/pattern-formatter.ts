import { errorMembers, isError, readMember } from "./error-members.ts";
import { escapeControls, escapeStack } from "./escape-controls.ts";
import { levelLabel } from "./levels.ts";
import type { Formatter, LogRecord } from "./record.ts";
import { serializeValue } from "./serialize.ts";
import { isoTimestamp } from "./timestamp.ts";

/** A pattern with a placeholder that does not exist or is not closed. */
export class PatternError extends Error {
  override readonly name = "PatternError";
}

/** How lines are written. */
export interface PatternOptions {
  /** Writes control characters, line breaks and marks of direction in a record as escapes. @default true */
  readonly escape?: boolean;
}

type Part = string | ((record: LogRecord) => string);
type Reader = (record: LogRecord) => unknown;

const READERS: Readonly<Record<string, Reader>> = {
  timestamp: (record) => isoTimestamp(record.timestamp),
  level: (record) => levelLabel(record.level),
  levelNumber: (record) => record.level,
  message: (record) => record.message,
  logger: (record) => record.logger,
  service: (record) => record.service ?? "",
  fields: (record) => serializeValue({ ...record.context, ...record.fields }),
  pid: () => process.pid,
};

/** Python's record attributes, as far as a record here has them. */
const PYTHON_NAMES: Readonly<Record<string, Reader>> = {
  asctime: (record) => isoTimestamp(record.timestamp).slice(0, 23).replace("T", " ").replace(".", ","),
  levelname: READERS["level"] as Reader,
  levelno: READERS["levelNumber"] as Reader,
  message: READERS["message"] as Reader,
  name: (record) => (record.logger === "" ? "root" : record.logger),
  process: () => process.pid,
  created: (record) => record.timestamp / 1000,
  msecs: (record) => record.timestamp % 1000,
};

const BRACES = /\{\{|\}\}|\{([^{}]*)\}/g;
const PERCENT = /%%|%\(([^)]*)\)([-0# +]*)(\d*)(?:\.(\d+))?([a-zA-Z])?/g;

/**
 * A formatter from a pattern: `"{level} | {timestamp} | {message}"`, or Python's
 * `"%(levelname)-8s | %(asctime)s | %(message)s"` with flags, width and precision (times are UTC). A name that is not one
 * of the record's is looked up in its fields and context. `{{`, `}}` and `%%` stand for the characters. An error that
 * the pattern does not name follows the line, as in Python. What could forge a line or command a terminal is escaped.
 *
 * @throws {PatternError} for a placeholder that is not closed, has no name or an unknown conversion
 */
export function pattern(text: string, options: PatternOptions = {}): Formatter {
  if (typeof text !== "string") throw new PatternError(`a pattern must be text, not ${typeof text}`);
  const isPython = /%\(/.test(text);
  const escapes = options.escape ?? true;
  const parts = isPython ? pythonParts(text, escapes) : braceParts(text, escapes);
  const namesError = isPython ? text.includes("%(exc_info)") : text.includes("{error}");
  return (record) => {
    let line = "";
    for (const part of parts) line += typeof part === "string" ? part : part(record);
    return namesError || record.error === undefined ? line : `${line}\n${errorText(record.error, escapes)}`;
  };
}

function braceParts(text: string, escapes: boolean): Part[] {
  return split(text, BRACES, /[{}]/, (match) => {
    if (match[0] === "{{") return "{";
    if (match[0] === "}}") return "}";
    const name = (match[1] as string).trim();
    if (name === "") throw new PatternError(`pattern ${JSON.stringify(text)}: {} has no name`);
    if (name === "error") return (record) => errorText(record.error, escapes);
    const read = Object.hasOwn(READERS, name) ? (READERS[name] as Reader) : memberReader(name);
    return escapes ? (record) => escapeControls(textOf(read(record))) : (record) => textOf(read(record));
  });
}

function pythonParts(text: string, escapes: boolean): Part[] {
  return split(text, PERCENT, /%/, (match) => {
    if (match[0] === "%%") return "%";
    const [, name = "", flags = "", width = "", precision, conversion] = match;
    if (name === "") throw new PatternError(`pattern ${JSON.stringify(text)}: %() has no name`);
    if (conversion === undefined || !"srdifx".includes(conversion)) {
      throw new PatternError(
        `pattern ${JSON.stringify(text)}: %(${name}) ends with ${conversion ?? "nothing"}; use s, d, i, f, x or r`,
      );
    }
    const read = Object.hasOwn(PYTHON_NAMES, name) ? (PYTHON_NAMES[name] as Reader) : memberReader(name);
    const widthNumber = Math.min(Number(width), 10_000);
    const digits = precision === undefined ? undefined : Math.min(Number(precision), 100);
    const isError = name === "exc_info";
    return (record) => {
      const text = convert(isError ? errorText(record.error, escapes) : read(record), conversion, digits);
      return pad(escapes && !isError ? escapeControls(text) : text, flags, widthNumber, conversion);
    };
  });
}

function split(
  text: string,
  placeholder: RegExp,
  stray: RegExp,
  part: (match: RegExpMatchArray) => Part,
): Part[] {
  const parts: Part[] = [];
  const literal = (from: number, to: number): void => {
    const piece = text.slice(from, to);
    if (stray.test(piece)) {
      throw new PatternError(
        `pattern ${JSON.stringify(text)}: a placeholder near ${JSON.stringify(piece)} is not closed`,
      );
    }
    if (piece !== "") parts.push(piece);
  };
  let end = 0;
  for (const match of text.matchAll(placeholder)) {
    literal(end, match.index);
    parts.push(part(match));
    end = match.index + match[0].length;
  }
  literal(end, text.length);
  return parts;
}

function convert(value: unknown, conversion: string, precision: number | undefined): string {
  if (conversion === "f") return Number(value).toFixed(precision ?? 6);
  if (conversion === "d" || conversion === "i") return String(Math.trunc(Number(value)));
  if (conversion === "x") return Math.trunc(Number(value)).toString(16);
  const text = textOf(value);
  return precision === undefined ? text : text.slice(0, precision);
}

function pad(text: string, flags: string, width: number, conversion: string): string {
  if (flags.includes("-")) return text.padEnd(width);
  const isNumber = conversion !== "s" && conversion !== "r";
  if (isNumber && flags.includes("0")) {
    const sign = text.startsWith("-") ? "-" : "";
    return sign + text.slice(sign.length).padStart(width - sign.length, "0");
  }
  return text.padStart(width);
}

function memberReader(path: string): Reader {
  const keys = path.split(".");
  return (record) => {
    const whole = record.fields?.[path] ?? record.context?.[path];
    if (whole !== undefined || keys.length === 1) return whole ?? "";
    let value: unknown = { ...record.context, ...record.fields };
    for (const key of keys) {
      if (typeof value !== "object" || value === null) return "";
      value = readMember(value, key);
    }
    return value ?? "";
  };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : (serializeValue(value) ?? "");
}

function errorText(error: unknown, escapes: boolean): string {
  if (error === undefined) return "";
  const own = stackText(error, escapes);
  const cause = isError(error) ? readMember(error, "cause") : undefined;
  return isError(cause) && cause !== error ? `${own}\ncaused by: ${stackText(cause, escapes)}` : own;
}

function stackText(error: unknown, escapes: boolean): string {
  const { stack, name, message } = errorMembers(error);
  const own = typeof stack === "string" ? stack : `${String(name)}: ${String(message)}`;
  return escapes ? escapeStack(own, String(name), String(message)) : own;
}

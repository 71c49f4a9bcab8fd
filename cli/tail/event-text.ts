import { styleText } from "node:util";
import { escapeControls } from "cumulog";
import { levelInText, levelNames } from "cumulog/analysis";
import { terminalText } from "../terminal-text.ts";
import type { TailEvent } from "./tail-event.ts";

/** How events are shown. */
export interface EventTextOptions {
  /** The message as it came, of JSON too. @default false */
  readonly raw?: boolean | undefined;
  /** Only these fields of a JSON message, by name or path. @default all of them */
  readonly fields?: readonly string[] | undefined;
  /** Whether the log group is shown. @default false */
  readonly withGroup?: boolean;
}

type Style = Parameters<typeof styleText>[0];
type Members = Readonly<Record<string, unknown>>;

const COLOURS: Readonly<Record<string, Style>> = {
  TRACE: "gray",
  DEBUG: "cyan",
  INFO: "green",
  WARN: "yellow",
  ERROR: "red",
  FATAL: ["bold", "red"],
};
const LEVELS = ["level", "severity", "levelname", "log.level", "severity_text", "severityText"];
const MESSAGES = ["message", "msg", "@message", "body"];
const LOGGERS = ["logger", "log.logger", "name"];
const TIMES = ["timestamp", "time", "@timestamp", "ts"];
const ERRORS = ["error", "err", "exception"];

/** An event for people, without a line break at its end: time, place, level, message, fields, and an error's stack on lines of its own. */
export function eventText(
  { timestamp, group, stream, message, severity }: TailEvent,
  { raw = false, fields, withGroup = false }: EventTextOptions,
): string {
  const place = [new Date(timestamp).toISOString(), ...(withGroup ? [group] : []), stream];
  const head = paint(
    "dim",
    place
      .filter((part) => part !== "")
      .map(terminalText)
      .join(" "),
  );
  const text = message.replace(/\n$/, "");
  const members = raw ? undefined : membersOf(text);
  if (fields && members)
    return `${head} ${fields.map((field) => shown(valueAt(members, field) ?? "-")).join("  ")}`;
  return `${head} ${members ? memberText(members, severity) : lineText(text, severity)}`;
}

/** A message that is no JSON, in the colour of the level that it names. */
function lineText(text: string, severity: string | undefined): string {
  const level = (levelInText(text) ?? levelNames(severity))?.level;
  const escaped = escapeControls(text);
  return level === "ERROR" || level === "FATAL" || level === "WARN"
    ? paint(COLOURS[level]!, escaped)
    : escaped;
}

function memberText(members: Members, severity: string | undefined): string {
  const level = first(members, LEVELS);
  const names = levelNames(level?.value ?? severity);
  const message = first(members, MESSAGES);
  const logger = first(members, LOGGERS);
  const error = first(members, ERRORS);
  const stack = stackOf(error?.value);
  const hidden = new Set([
    ...TIMES,
    ...[names && level, message, logger, stack === undefined ? undefined : error].map((one) => one?.name),
  ]);
  const parts: string[] = [];
  if (names) parts.push(paint(COLOURS[names.level]!, names.level.padEnd(5)));
  if (logger) parts.push(paint("dim", shown(logger.value)));
  if (message)
    parts.push(typeof message.value === "string" ? escapeControls(message.value) : shown(message.value));
  for (const [name, value] of Object.entries(members))
    if (!hidden.has(name)) parts.push(paint("dim", `${escapeControls(name)}=${quoted(value)}`));
  return parts.join(" ") + (stack ?? "");
}

/** The lines of a stack, indented, without what could command a terminal. */
function stackOf(error: unknown): string | undefined {
  const stack = (error as { stack?: unknown } | undefined)?.stack;
  if (typeof stack !== "string") return undefined;
  return stack
    .split("\n")
    .map((line) => `\n    ${paint("dim", escapeControls(line.trimEnd()))}`)
    .join("");
}

function membersOf(text: string): Members | undefined {
  if (!text.startsWith("{")) return undefined;
  try {
    return JSON.parse(text) as Members;
  } catch {
    return undefined;
  }
}

function first(members: Members, names: readonly string[]): { name: string; value: unknown } | undefined {
  for (const name of names) {
    const value = members[name];
    if (value !== undefined && value !== null && value !== "") return { name, value };
  }
  return undefined;
}

function valueAt(members: Members, path: string): unknown {
  if (Object.hasOwn(members, path)) return members[path];
  let value: unknown = members;
  for (const name of path.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Members)[name];
  }
  return value;
}

function quoted(value: unknown): string {
  return typeof value === "string" && !/^[\w.:/@+-]+$/.test(value)
    ? escapeControls(JSON.stringify(value))
    : shown(value);
}

function shown(value: unknown): string {
  return escapeControls(typeof value === "string" ? value : (JSON.stringify(value) ?? ""));
}

function paint(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout });
}

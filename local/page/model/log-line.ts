import type { GoogleEntry, LogEventsPayload } from "./cloud-types.ts";

/** One line of a tail or of a search. */
export interface LogLine {
  readonly id: string;
  readonly cloud: "aws" | "google" | "search";
  /** Log group, or log id of Cloud Logging. */
  readonly source: string;
  readonly stream: string;
  readonly timestamp: number;
  /** What filter patterns look at. */
  readonly message: string;
  /** Id that the event has wherever it was copied to. */
  readonly eventId?: string;
  /** Severity that the entry itself has, apart from its message. */
  readonly severity?: string;
}

/** A line as a reader takes it in: level, text, then the other fields. */
export interface LineParts {
  readonly level: string | undefined;
  readonly text: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
}

export function linesOfEvents({ logGroupName, logStreamName, events }: LogEventsPayload): LogLine[] {
  return events.map(({ id, timestamp, message }) => ({
    id: `${logGroupName}/${logStreamName}/${id}`,
    cloud: "aws",
    source: logGroupName,
    stream: logStreamName,
    timestamp,
    message,
  }));
}

export function lineOfEntry(entry: GoogleEntry): LogLine {
  const [parent = "", id = ""] = entry.logName.split("/logs/");
  return {
    id: `${entry.logName}/${entry.timestamp}/${entry.insertId}`,
    cloud: "google",
    source: decodeURIComponent(id),
    stream: parent,
    timestamp: Date.parse(entry.timestamp),
    message: entry.textPayload ?? JSON.stringify(entry.jsonPayload ?? entry["protoPayload"] ?? {}),
    ...(entry.severity !== undefined && { severity: entry.severity }),
  };
}

const LEVEL = /\b(TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|CRITICAL|ALERT|EMERGENCY|FATAL)\b/;
const parts = new WeakMap<LogLine, LineParts>();

export function partsOf(line: LogLine): LineParts {
  let known = parts.get(line);
  if (!known) {
    known = readParts(line);
    parts.set(line, known);
  }
  return known;
}

function readParts({ message, severity }: LogLine): LineParts {
  const document = message.startsWith("{") ? parseObject(message) : undefined;
  if (!document)
    return { level: severity ?? LEVEL.exec(message.slice(0, 120))?.[1], text: message.trimEnd(), fields: [] };
  const { level, severity: own, message: text, msg, timestamp: _, time: __, ...rest } = document;
  const found = [level, own].find((value) => typeof value === "string");
  return {
    level: (found as string | undefined)?.toUpperCase() ?? severity,
    text: typeof text === "string" ? text : typeof msg === "string" ? msg : "",
    fields: Object.entries(rest).map(([name, value]) => [
      name,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** How loud a level is shown. */
export function toneOf(level: string | undefined): "error" | "warning" | "quiet" | "plain" {
  if (level === undefined) return "plain";
  if (/^(ERROR|FATAL|CRITICAL|ALERT|EMERGENCY)$/.test(level)) return "error";
  if (/^WARN/.test(level)) return "warning";
  return /^(DEBUG|TRACE)$/.test(level) ? "quiet" : "plain";
}

/** The message for the details pane: JSON is indented. */
export function indented(message: string): string {
  const document = message.startsWith("{") || message.startsWith("[") ? parseObject(message) : undefined;
  return document ? JSON.stringify(document, undefined, 2) : message;
}

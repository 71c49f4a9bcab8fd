import { levelOf } from "../../control/lines/line-tone.ts";
import type { LogLine } from "../../control/lines/log-line.ts";
import type { LogEventsPayload } from "./cloud-types.ts";

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
  if (!document) return { level: severity ?? levelOf(message), text: message.trimEnd(), fields: [] };
  const { level, severity: own, message: text, msg, timestamp: _, time: __, _aws, ...rest } = document;
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

export function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The message for the details pane: JSON is indented. */
export function indented(message: string): string {
  const document = message.startsWith("{") || message.startsWith("[") ? parseObject(message) : undefined;
  return document ? JSON.stringify(document, undefined, 2) : message;
}

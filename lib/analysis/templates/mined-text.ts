import { stripVTControlCharacters } from "node:util";

const MESSAGE_MEMBERS = [
  "message",
  "msg",
  "log",
  "MESSAGE",
  "event",
  "textPayload",
  "body",
  "title",
] as const;

/**
 * What of a log event is mined. Of a JSON record its message and its error's name and message, not the JSON text; of an
 * event of several lines the first one and the last cause (`Caused by: …`).
 */
export function minedText(text: string): string {
  // What colours a terminal is no part of the text.
  const line = text.includes("\u001b") ? stripVTControlCharacters(text) : text;
  if (line.charCodeAt(0) === 123 && line.charCodeAt(line.length - 1) === 125)
    return jsonText(line) ?? firstLine(line);
  return line.length > 1 && line.includes("\n") ? firstLine(line) : line;
}

function firstLine(text: string): string {
  const end = text.indexOf("\n");
  if (end < 0) return text;
  const cause = text.lastIndexOf("\nCaused by: ");
  if (cause < 0) return text.slice(0, end);
  const causeEnd = text.indexOf("\n", cause + 1);
  return `${text.slice(0, end)} ${text.slice(cause + 1, causeEnd < 0 ? undefined : causeEnd)}`;
}

function jsonText(line: string): string | undefined {
  let record: Readonly<Record<string, unknown>>;
  try {
    record = JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
  const message = messageOf(record);
  const error = errorOf(record);
  if (message !== undefined)
    return error === undefined || message.includes(error) ? message : `${message}: ${error}`;
  if (error !== undefined) return error;
  return `record with ${Object.keys(record).sort().join(", ")}`;
}

function messageOf(record: Readonly<Record<string, unknown>>): string | undefined {
  for (const name of MESSAGE_MEMBERS) {
    const value = record[name];
    if (typeof value === "string" && value !== "") return firstLine(value);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      const inner = messageOf(value as Readonly<Record<string, unknown>>);
      if (inner !== undefined) return inner;
    }
  }
  return undefined;
}

function errorOf(record: Readonly<Record<string, unknown>>): string | undefined {
  const error = record["error"] ?? record["err"] ?? record["exception"];
  if (typeof error === "string") return error === "" ? undefined : firstLine(error);
  if (typeof error !== "object" || error === null) return undefined;
  const { name, type, message } = error as { name?: unknown; type?: unknown; message?: unknown };
  const parts = [name ?? type, message].filter((part) => typeof part === "string" && part !== "") as string[];
  return parts.length === 0 ? undefined : parts.map(firstLine).join(": ");
}

const STACK_FRAME =
  /^\s+at \S|^\s*\.\.\. \d+ (?:more|common frames omitted)|^Caused by: |^ {2}File ".*", line \d+/;

/** Whether a line of a file goes on with the event before it: a frame or a cause of a stack trace. */
export function continuesEvent(line: string): boolean {
  const first = line.charCodeAt(0);
  return (first <= 32 || first === 67 || first === 46) && STACK_FRAME.test(line);
}

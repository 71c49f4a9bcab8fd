import type { LogEntry } from "../log-entry.ts";
import { hasClosedFields } from "./line-fields.ts";

/** Where a query of Cloud Logging and the filter pattern that it was made of may disagree. */
export interface PatternDifference {
  /** One sentence for people. */
  readonly sentence: string;
  /** Whether it may show with this line, whose entry is given. */
  concerns(line: string, entry: LogEntry): boolean;
}

const EXACT_LEVELS = new Set(["DEBUG", "INFO", "WARN", "ERROR", "FATAL"]);

/** All of them, by name; docs/google-signals.md lists them in people's words. */
export const PATTERN_DIFFERENCES = {
  levels: {
    sentence:
      "Google keeps a level as its severity: any letter case and the usual aliases count, TRACE is DEBUG, and a line without a level is DEFAULT",
    concerns: (line) => {
      const record = objectIn(line);
      return (
        record === undefined || record["severity"] !== undefined || !EXACT_LEVELS.has(String(record["level"]))
      );
    },
  },
  "terms-in-json": {
    sentence:
      "words are looked for in each value of a JSON line, letter case ignored, not in its names and punctuation",
    concerns: (line, entry) => entry.jsonPayload !== undefined || objectIn(line) !== undefined,
  },
  "message-alone": {
    sentence:
      "a JSON line that holds nothing but a message, or JSON as text in it, arrives without the line around it",
    concerns: (line, entry) =>
      objectIn(line) !== undefined &&
      (entry.textPayload !== undefined || !/^\s*\{/.test(line) || hasInnerJson(line)),
  },
  arrays: {
    sentence: "a member of an array's elements is compared with each of them, and an array with each element",
    concerns: (line) => someNode(objectIn(line), (node) => Array.isArray(node)) || /^\s*\[/.test(line),
  },
  objects: {
    sentence: "a member that is an object counts as being there",
    concerns: (line) => someNode(objectIn(line), (node, depth) => depth > 0 && isObject(node)),
  },
  "http-request": {
    sentence: "members of httpRequest have the types that Google gives them; what does not fit is left out",
    concerns: (line) => isObject(objectIn(line)?.["httpRequest"]),
  },
  "numbers-as-text": {
    sentence: "a number that the pattern writes in another way than JSON, such as 4e2, is compared as text",
    concerns: (line) => someNode(objectIn(line), (node) => typeof node === "number"),
  },
  "truths-as-text": {
    sentence: 'the text "true" is as good as true, in any letter case',
    concerns: (line) =>
      someNode(objectIn(line), (node) => typeof node === "string" && /^(?:true|false)$/i.test(node)),
  },
  "fields-of-lines": {
    sentence: "a line of JSON has no fields in [ ], and neither has one whose quote or bracket is not closed",
    concerns: (line, entry) =>
      entry.jsonPayload !== undefined || objectIn(line) !== undefined || !hasClosedFields(line),
  },
  "lambda-prefix": {
    sentence: "JSON behind the prefix that Lambda puts in front of a line is read as JSON",
    concerns: (line) => /^\d{4}-\d\d-\d\dT[\d:.]+Z\t\S+\t[A-Z]+\t\s*\{/.test(line),
  },
} as const satisfies Readonly<Record<string, PatternDifference>>;

/** Name of a {@link PatternDifference}. */
export type PatternDifferenceName = keyof typeof PATTERN_DIFFERENCES;

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function objectIn(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line.slice(Math.max(0, line.indexOf("{"))));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Text that is JSON in one of the members whose JSON Google reads. */
function hasInnerJson(line: string): boolean {
  const record = objectIn(line) ?? {};
  return ["message", "log", "msg"].some((name) => /^\s*\{/.test(String(record[name] ?? "")));
}

function someNode(root: unknown, test: (node: unknown, depth: number) => boolean): boolean {
  const pending: [unknown, number][] = [[root, 0]];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [node, depth] = next;
    if (node === undefined) continue;
    if (test(node, depth)) return true;
    if (typeof node === "object" && node !== null)
      for (const child of Object.values(node)) pending.push([child, depth + 1]);
  }
  return false;
}

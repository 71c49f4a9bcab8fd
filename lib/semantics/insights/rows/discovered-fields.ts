import type { Value } from "../values.ts";
import { discoverVendedFields } from "./vended-fields.ts";

/** Fields that are discovered in one event at most. */
export const MAX_DISCOVERED_FIELDS = 200;

const REPORT_FIELDS: readonly (readonly [name: string, pattern: RegExp, factor: number])[] = [
  ["@duration", /\tDuration: ([\d.]+) ms/, 1],
  ["@billedDuration", /\tBilled Duration: ([\d.]+) ms/, 1],
  ["@memorySize", /\tMemory Size: ([\d.]+) MB/, 1_000_000],
  ["@maxMemoryUsed", /\tMax Memory Used: ([\d.]+) MB/, 1_000_000],
  ["@initDuration", /\tInit Duration: ([\d.]+) ms/, 1],
];
const PLATFORM_LINE = /^(START|END|REPORT) RequestId: ([\w-]+)/;
const FUNCTION_LINE = /^\S{20,30}\t([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\t/;
const FUNCTION_GROUP = "/aws/lambda/";

/**
 * The fields that Logs Insights finds in a message by itself: members of a JSON document under names joined by dots, the
 * columns of flow and query logs, and what a function's platform lines report.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_AnalyzeLogData-discoverable-fields.html
 */
export function discoverFields(message: string, logGroupName: string): Map<string, Value> {
  const fields = new Map<string, Value>();
  const document = documentIn(message, logGroupName);
  if (document) flatten(document, "", fields);
  else discoverVendedFields(message, fields);
  const platform = PLATFORM_LINE.exec(message);
  if (platform) discoverPlatformFields(message, platform[1]!, platform[2]!, fields);
  else {
    const requestId = FUNCTION_LINE.exec(message)?.[1];
    if (requestId) fields.set("@requestId", requestId);
  }
  return fields;
}

function discoverPlatformFields(
  message: string,
  type: string,
  requestId: string,
  fields: Map<string, Value>,
): void {
  fields.set("@type", type);
  fields.set("@requestId", requestId);
  if (type !== "REPORT") return;
  for (const [name, pattern, factor] of REPORT_FIELDS) {
    const found = pattern.exec(message);
    if (found) fields.set(name, Number(found[1]) * factor);
  }
  const trace = /\bXRAY TraceId: (\S+)(?:\s+SegmentId: (\S+))?/.exec(message);
  if (trace?.[1]) fields.set("@xrayTraceId", trace[1]);
  if (trace?.[2]) fields.set("@xraySegmentId", trace[2]);
}

/** The message's JSON object; in a function's log, the first object in the message. */
export function documentIn(message: string, logGroupName: string): object | undefined {
  const start = message.indexOf("{");
  if (start === -1) return undefined;
  if (message.slice(0, start).trim() === "") {
    const whole = parseObject(message);
    if (whole) return whole;
  }
  if (!logGroupName.startsWith(FUNCTION_GROUP)) return undefined;
  const end = endOfObject(message, start);
  return end === undefined ? undefined : parseObject(message.slice(start, end));
}

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function endOfObject(text: string, start: number): number | undefined {
  let depth = 0;
  let inString = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (inString) {
      if (character === "\\") at += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === "{") depth += 1;
    else if (character === "}") {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

/** Walks a document in order with a stack of its own, so that deep nesting is harmless. */
function flatten(document: object, prefix: string, fields: Map<string, Value>): void {
  const pending: [name: string, value: unknown][] = [];
  const push = (parent: object, path: string): void => {
    for (const [key, value] of Object.entries(parent).reverse())
      pending.push([path === "" ? displayName(key) : `${path}.${key}`, value]);
  };
  push(document, prefix);
  for (let next = pending.pop(); next && fields.size < MAX_DISCOVERED_FIELDS; next = pending.pop()) {
    const [name, value] = next;
    if (typeof value === "object" && value !== null) push(value, name);
    else if (value !== null) fields.set(name, value as Value);
  }
}

/** A name that starts with `@` shows with another, as those without belong to the service. */
function displayName(key: string): string {
  return key.startsWith("@") ? `@${key}` : key;
}

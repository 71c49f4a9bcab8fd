import { beginningOf } from "../../delivery/text-parts.ts";
import type { LogRecord } from "../../logger/record.ts";
import { HTTP_REQUEST_READERS } from "../../semantics/cloud-logging/http-request.ts";
import {
  GOOGLE_FIELDS,
  isObject,
  labelText,
  lift,
  OPERATION_READERS,
  SOURCE_LOCATION_READERS,
  truth,
} from "../../semantics/cloud-logging/special-fields.ts";
import { parseTraceHeader } from "../../semantics/cloud-logging/trace-context.ts";
import { httpRequestOf } from "./http-request.ts";

type Fields = Readonly<Record<string, unknown>>;
type Readers = Readonly<Record<string, (value: unknown) => unknown>>;

/**
 * Members of an entry that stand in a record's fields or context under the same names, their names in structured logging, and how
 * they are read.
 */
const OBJECTS: readonly (readonly [name: string, special: string, readers: Readers])[] = [
  ["httpRequest", GOOGLE_FIELDS.httpRequest, HTTP_REQUEST_READERS],
  ["sourceLocation", GOOGLE_FIELDS.sourceLocation, SOURCE_LOCATION_READERS],
  ["operation", GOOGLE_FIELDS.operation, OPERATION_READERS],
];
const TRACE_HEADERS = ["traceparent", "x-cloud-trace-context", "x-amzn-trace-id"];
const SPELLINGS: Readonly<Record<string, string>> = {
  traceparent: "Traceparent",
  "x-cloud-trace-context": "X-Cloud-Trace-Context",
  "x-amzn-trace-id": "X-Amzn-Trace-Id",
};
/** Fields that {@link entryMembers} looks for. */
const NAMES: ReadonlySet<string> = new Set([
  ...OBJECTS.map(([name]) => name),
  // A request's record of `cumulog/http`.
  "method",
  "labels",
  "trace_id",
  ...TRACE_HEADERS,
  ...Object.values(SPELLINGS),
]);
const TRACE_ID = /^[0-9a-f]{32}$/i;
const SPAN_ID = /^[0-9a-f]{16}$/i;

/** Characters of a member's JSON from which on its texts are shortened, so that all members leave room for the payload. */
const LARGE_MEMBER = 8_192;
const LONG_TEXT_BYTES = 4_096;
const LONG_LABEL_BYTES = 1_024;
/** https://cloud.google.com/logging/quotas */
const MAXIMUM_LABELS = 64;
const LABEL_KEY_BYTES = 512;

/**
 * Request, source location, operation, labels and trace of an entry, each as JSON with a comma before it. What the API does not
 * know of them is left out, because it would refuse the whole call; it stays in the payload.
 */
export function entryMembers(
  { context, fields }: LogRecord,
  special: Fields | undefined,
  projectId: string | undefined,
): string {
  if (special === undefined && !hasNames(fields) && !hasNames(context)) return "";
  let text = "";
  for (const [name, specialName, readers] of OBJECTS) {
    const given = special?.[specialName] ?? fields?.[name] ?? context?.[name];
    const value = given === undefined && name === "httpRequest" ? httpRequestOf(fields) : given;
    if (isObject(value)) text += memberText(name, () => lift(value, readers).lifted, LONG_TEXT_BYTES);
  }
  const labels = special?.[GOOGLE_FIELDS.labels] ?? fields?.["labels"] ?? context?.["labels"];
  if (isObject(labels)) text += memberText("labels", () => labelsOf(labels), LONG_LABEL_BYTES);
  const trace = special?.[GOOGLE_FIELDS.trace];
  return (
    text +
    (special !== undefined && typeof trace === "string"
      ? namedTrace(trace, special, projectId)
      : traceMembers(context, fields, projectId))
  );
}

function hasNames(members: Fields | undefined): boolean {
  for (const name in members) if (NAMES.has(name)) return true;
  return false;
}

/** The trace that a record names itself: a resource's name, or an id of the project. */
function namedTrace(trace: string, special: Fields, projectId: string | undefined): string {
  const isId = projectId !== undefined && TRACE_ID.test(trace);
  const name = isId ? `projects/${projectId}/traces/${trace}` : trace;
  const spanId = special[GOOGLE_FIELDS.spanId];
  const isSampled = truth(special[GOOGLE_FIELDS.traceSampled]) === true;
  return `,"trace":${JSON.stringify(name)}${spanId === undefined ? "" : `,"spanId":${JSON.stringify(spanId)}`}${isSampled ? ',"traceSampled":true' : ""}`;
}

function memberText(name: string, read: () => object, longBytes: number): string {
  try {
    const value = read();
    const text = JSON.stringify(value);
    if (text === "{}") return "";
    if (text.length <= LARGE_MEMBER) return `,"${name}":${text}`;
    const shorten = (_: string, member: unknown) =>
      typeof member === "string" ? beginningOf(member.toWellFormed(), longBytes) : member;
    return `,"${name}":${JSON.stringify(value, shorten)}`;
  } catch {
    // A value that cannot be read stays in the payload, where the formatter made something of it.
    return "";
  }
}

function labelsOf(labels: Fields): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [key, value] of Object.entries(labels).slice(0, MAXIMUM_LABELS))
    texts[beginningOf(key.toWellFormed(), LABEL_KEY_BYTES)] = labelText(value);
  return texts;
}

function traceMembers(
  context: Fields | undefined,
  fields: Fields | undefined,
  projectId: string | undefined,
): string {
  const id = fields?.["trace_id"] ?? context?.["trace_id"];
  if (typeof id === "string" && TRACE_ID.test(id)) {
    const spanId = fields?.["span_id"] ?? context?.["span_id"];
    const flags = fields?.["trace_flags"] ?? context?.["trace_flags"];
    return traceText(
      id,
      typeof spanId === "string" && SPAN_ID.test(spanId) ? spanId : null,
      (Number.parseInt(String(flags), 16) & 1) === 1,
      projectId,
    );
  }
  for (const name of TRACE_HEADERS) {
    const value = headerIn(fields, name) ?? headerIn(context, name);
    if (typeof value !== "string") continue;
    const { trace, spanId, traceSampled } = parseTraceHeader(name, value);
    if (trace === null) continue;
    return traceText(trace, spanId, traceSampled, projectId);
  }
  return "";
}

function traceText(
  trace: string,
  spanId: string | null,
  isSampled: boolean,
  projectId: string | undefined,
): string {
  const resource = projectId === undefined ? trace : `projects/${projectId}/traces/${trace}`;
  return `,"trace":${JSON.stringify(resource)}${spanId === null ? "" : `,"spanId":${JSON.stringify(spanId)}`}${isSampled ? ',"traceSampled":true' : ""}`;
}

/** The header's own spelling is taken as well as that of `node:http`. */
function headerIn(fields: Fields | undefined, name: string): unknown {
  return fields === undefined ? undefined : (fields[name] ?? fields[SPELLINGS[name]!]);
}

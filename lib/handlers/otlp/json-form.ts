import { jsonString } from "../../logger/json-string.ts";
import { byScope, type OtlpForm, type QueuedText } from "./form.ts";

/** What stands between a scope and its record: the head alone holds it without an escape. */
const RECORDS = ',"logRecords":[';
const END = "]}";
const REQUEST_END = "]}]}";

const nanoseconds = (milliseconds: number): string => (milliseconds === 0 ? "0" : `${milliseconds}000000`);
const COMMA = 0x2c;
const BRACE = 0x7b;

/** OTLP's JSON: names in lower camel case, 64-bit integers as text, ids hexadecimal. @see https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding */
export const JSON_FORM: OtlpForm = {
  contentType: "application/json",
  separatorLength: 1,
  string: (text) => `{"stringValue":${jsonString(text)}}`,
  integer: (digits) => `{"intValue":"${digits}"}`,
  wholeNumber: (value) => `{"intValue":"${value}"}`,
  double: (value) => `{"doubleValue":${value}}`,
  boolean: (value) => (value ? '{"boolValue":true}' : '{"boolValue":false}'),
  nothing: () => "{}",
  list: (values) => `{"arrayValue":{"values":[${values.join(",")}]}}`,
  object: (members) => `{"kvlistValue":{"values":${keyValues(members)}}}`,
  key: (key) => `,{"key":${jsonString(key)},"value":`,
  attribute: (key, value) => `${key}${value}}`,
  trace: ({ traceId, spanId, flags }) =>
    `,"traceId":"${traceId}"` +
    (spanId === undefined ? "" : `,"spanId":"${spanId}"`) +
    (flags > 0 ? `,"flags":${flags}` : ""),
  head: (timestamp, observed, severityNumber, severityText) =>
    `{"timeUnixNano":"${nanoseconds(timestamp)}","observedTimeUnixNano":"${nanoseconds(observed)}","severityNumber":${severityNumber},"severityText":"${severityText}","body":{"stringValue":`,
  record: (head, body, attributes, trace) =>
    `${head}${jsonString(body)}}${attributes === "" ? "" : `,"attributes":[${attributes}]`}${trace}}`,
  scope: (name) => `{"scope":{${name === "" ? "" : `"name":${jsonString(name)}`}}${RECORDS}`,
  scoped: (scope, record) => `${scope}${record}${END}`,
  resource: (members) => keyValues(members),
  request(resource, texts) {
    const scopes = [...byScope(texts, (text) => text.slice(0, text.indexOf(RECORDS) + RECORDS.length))];
    const beginning = Buffer.from(`{"resourceLogs":[{"resource":{"attributes":${resource}},"scopeLogs":[`);
    let length = beginning.length + REQUEST_END.length + scopes.length - 1;
    for (const [scope, records] of scopes) length += scopeLength(Buffer.byteLength(scope), records);
    const request = Buffer.allocUnsafeSlow(length);
    request.set(beginning);
    let at = beginning.length;
    for (const [index, [scope, records]] of scopes.entries()) {
      if (index > 0) request[at++] = COMMA;
      at = writeScope(request, at, Buffer.byteLength(scope), records);
    }
    request.write(REQUEST_END, at);
    return request;
  },
};

/** Bytes of a `ScopeLogs` of many records: one scope, one end, commas. */
function scopeLength(scopeBytes: number, records: readonly QueuedText[]): number {
  let length = scopeBytes + END.length - 1;
  for (const { bytes } of records) length += bytes - scopeBytes - END.length + 1;
  return length;
}

/**
 * Writes the texts of one scope as one `ScopeLogs`, from the last to the first: each stands as a whole where its record belongs, and the
 * one before it lies over its scope. What is left to mend are two characters between them.
 *
 * @returns where it ends
 */
function writeScope(
  request: Buffer,
  start: number,
  scopeBytes: number,
  records: readonly QueuedText[],
): number {
  const end = start + scopeLength(scopeBytes, records);
  let recordAt = end - END.length + 1;
  for (let index = records.length - 1; index >= 0; index--) {
    const { text, bytes } = records[index]!;
    const nextAt = recordAt;
    recordAt -= bytes - scopeBytes - END.length + 1;
    request.write(text, recordAt - scopeBytes, bytes);
    if (index === records.length - 1) continue;
    request[nextAt - 1] = COMMA;
    request[nextAt] = BRACE;
  }
  return end;
}

function keyValues(members: readonly (readonly [key: string, value: string])[]): string {
  return `[${members.map(([key, value]) => `{"key":${jsonString(key)},"value":${value}}`).join(",")}]`;
}

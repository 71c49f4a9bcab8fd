import { byScope, type OtlpForm, type QueuedText } from "./form.ts";
import {
  binary,
  bytesTag,
  double,
  fixed32,
  fixed32Tag,
  fixed64Tag,
  nanoseconds,
  sized,
  utf8,
  varint,
  varint64,
  varintTag,
} from "./proto-text.ts";

/** @see https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/common/v1/common.proto */
const STRING_VALUE = bytesTag(1);
const BOOL_VALUE = varintTag(2);
const INT_VALUE = varintTag(3);
const DOUBLE_VALUE = fixed64Tag(4);
const ARRAY_VALUE = bytesTag(5);
const KVLIST_VALUE = bytesTag(6);
const KEY = bytesTag(1);
const VALUE = bytesTag(2);
const LIST_ITEM = bytesTag(1);
const SCOPE_NAME = bytesTag(1);
/** @see https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/logs/v1/logs.proto */
const TIME = fixed64Tag(1);
const SEVERITY_NUMBER = varintTag(2);
const SEVERITY_TEXT = bytesTag(3);
const BODY = bytesTag(5);
const ATTRIBUTE = bytesTag(6);
const FLAGS = fixed32Tag(8);
const TRACE_ID = bytesTag(9);
const SPAN_ID = bytesTag(10);
const OBSERVED_TIME = fixed64Tag(11);
const SCOPE = bytesTag(1);
const LOG_RECORD = bytesTag(2);
const RESOURCE = bytesTag(1);
const SCOPE_LOGS = bytesTag(2);
const RESOURCE_LOGS = bytesTag(1);

const TRUE = BOOL_VALUE + varint(1);
const FALSE = BOOL_VALUE + varint(0);

const hexadecimal = (digits: string): string => sized(binary(Buffer.from(digits, "hex")));
const keyValue = (key: string, value: string): string => KEY + sized(utf8(key)) + VALUE + sized(value);

/** OTLP's protocol buffers. */
export const PROTO_FORM: OtlpForm = {
  contentType: "application/x-protobuf",
  separatorLength: 0,
  string: (text) => STRING_VALUE + sized(utf8(text)),
  integer: (digits) => INT_VALUE + varint64(digits),
  wholeNumber: (value) => INT_VALUE + (value >= 0 ? varint(value) : varint64(String(value))),
  double: (value) => DOUBLE_VALUE + double(value),
  boolean: (value) => (value ? TRUE : FALSE),
  nothing: () => "",
  list: (values) => ARRAY_VALUE + sized(values.map((value) => LIST_ITEM + sized(value)).join("")),
  object: (members) => KVLIST_VALUE + sized(keyValues(members)),
  key: (key) => KEY + sized(utf8(key)) + VALUE,
  attribute: (key, value) => {
    const length = varint(value.length);
    return ATTRIBUTE + varint(key.length + length.length + value.length) + key + length + value;
  },
  trace: ({ traceId, spanId, flags }) =>
    (flags > 0 ? FLAGS + fixed32(flags) : "") +
    TRACE_ID +
    hexadecimal(traceId) +
    (spanId === undefined ? "" : SPAN_ID + hexadecimal(spanId)),
  head: (timestamp, observed, severityNumber, severityText) =>
    TIME +
    nanoseconds(timestamp) +
    SEVERITY_NUMBER +
    varint(severityNumber) +
    SEVERITY_TEXT +
    sized(severityText) +
    OBSERVED_TIME +
    nanoseconds(observed) +
    BODY,
  record: (head, body, attributes, trace) => {
    const text = utf8(body);
    const length = varint(text.length);
    const value = varint(STRING_VALUE.length + length.length + text.length);
    return head + value + STRING_VALUE + length + text + attributes + trace;
  },
  scope: (name) => SCOPE + sized(name === "" ? "" : SCOPE_NAME + sized(utf8(name))),
  scoped: (scope, record) => scope + LOG_RECORD + sized(record),
  resource: keyValues,
  request(resource, texts) {
    const scopes = [...byScope(texts, scopeOf)].map(([scope, records]) => {
      let length = scope.length;
      for (const { text } of records) length += text.length - scope.length;
      return { scope, records, length, heading: SCOPE_LOGS + varint(length) };
    });
    let logsLength = 0;
    for (const { heading, length } of scopes) logsLength += heading.length + length;
    const resourceField = RESOURCE + sized(resource);
    const beginning = RESOURCE_LOGS + varint(resourceField.length + logsLength) + resourceField;
    const request = Buffer.allocUnsafeSlow(beginning.length + logsLength);
    let at = request.write(beginning, 0, "latin1");
    for (const { scope, records, length, heading } of scopes) {
      at += request.write(heading, at, "latin1");
      at += length;
      writeRecords(request, at, scope.length, records);
    }
    return request;
  },
};

/**
 * Writes the texts of one scope from the last to the first: each stands as a whole where its record belongs, and the one before it lies
 * over its scope.
 */
function writeRecords(
  request: Buffer,
  end: number,
  scopeLength: number,
  records: readonly QueuedText[],
): void {
  let at = end;
  for (let index = records.length - 1; index >= 0; index--) {
    const { text } = records[index]!;
    at -= text.length - scopeLength;
    request.write(text, at - scopeLength, "latin1");
  }
}

function keyValues(members: readonly (readonly [key: string, value: string])[]): string {
  return members.map(([key, value]) => LIST_ITEM + sized(keyValue(key, value))).join("");
}

/** The scope at the beginning of a text: its tag, its length, and as many bytes. */
export function scopeOf(text: string): string {
  let length = 0;
  let at = SCOPE.length;
  for (let factor = 1; ; factor *= 0x80) {
    const byte = text.charCodeAt(at++);
    length += (byte & 0x7f) * factor;
    if (!(byte > 0x7f)) return text.slice(0, at + length);
  }
}

import type { OtlpForm } from "./form.ts";
import { JSON_FORM } from "./json-form.ts";
import { fieldsOf } from "./proto-fields.ts";
import { PROTO_FORM } from "./proto-form.ts";

/** The JSON form of OTLP, as {@link JSON_FORM} writes it. */
interface AnyValueJson {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: string;
  readonly doubleValue?: number;
  readonly arrayValue?: { readonly values: readonly AnyValueJson[] };
  readonly kvlistValue?: { readonly values: readonly KeyValueJson[] };
}
interface KeyValueJson {
  readonly key: string;
  readonly value: AnyValueJson;
}
interface ScopeLogsJson {
  readonly scope: { readonly name?: string };
  readonly logRecords: readonly [
    {
      readonly timeUnixNano: string;
      readonly observedTimeUnixNano: string;
      readonly severityNumber: number;
      readonly severityText: string;
      readonly body: { readonly stringValue: string };
      readonly attributes?: readonly KeyValueJson[];
      readonly traceId?: string;
      readonly spanId?: string;
      readonly flags?: number;
    },
  ];
}

const JSON_BEGINNING = "{";
const MILLION = 1_000_000n;
const INTEGER_BITS = 64;

/** A text that waited, in the form in which it is to be sent: a spool may have been written by a handler of the other protocol. */
export function inForm(form: OtlpForm, text: string): string {
  if (form === JSON_FORM) return readable(text);
  return text.startsWith(JSON_BEGINNING) ? protoOf(JSON.parse(text) as ScopeLogsJson) : text;
}

/** A text as JSON, for people. */
export function readable(text: string): string {
  return text.startsWith(JSON_BEGINNING) ? text : jsonOf(Buffer.from(text, "latin1"));
}

function protoOf({ scope, logRecords: [record] }: ScopeLogsJson): string {
  const form = PROTO_FORM;
  const { traceId, attributes = [] } = record;
  const head = form.head(
    millisecondsOf(record.timeUnixNano),
    millisecondsOf(record.observedTimeUnixNano),
    record.severityNumber,
    record.severityText,
  );
  const written = attributes.map(({ key, value }) => form.attribute(form.key(key), protoValue(value)));
  const trace =
    traceId === undefined ? "" : form.trace({ traceId, spanId: record.spanId, flags: record.flags ?? 0 });
  return form.scoped(
    form.scope(scope.name ?? ""),
    form.record(head, record.body.stringValue, written.join("").slice(form.separatorLength), trace),
  );
}

const millisecondsOf = (nanoseconds: string): number => Number(BigInt(nanoseconds) / MILLION);

function protoValue(value: AnyValueJson): string {
  const form = PROTO_FORM;
  if (value.stringValue !== undefined) return form.string(value.stringValue);
  if (value.intValue !== undefined) return form.integer(value.intValue);
  if (value.boolValue !== undefined) return form.boolean(value.boolValue);
  if (value.doubleValue !== undefined) return form.double(value.doubleValue);
  if (value.arrayValue !== undefined) return form.list(value.arrayValue.values.map(protoValue));
  if (value.kvlistValue !== undefined)
    return form.object(
      value.kvlistValue.values.map(({ key, value: member }) => [key, protoValue(member)] as const),
    );
  return form.nothing();
}

function jsonOf(scopeLogs: Buffer): string {
  let scope = "";
  let record = "";
  for (const [field, value] of messagesOf(scopeLogs)) {
    if (field === 1) scope = nameOf(value);
    else if (field === 2) record = jsonRecord(value);
  }
  return JSON_FORM.scoped(JSON_FORM.scope(scope), record);
}

function jsonRecord(bytes: Buffer): string {
  const form = JSON_FORM;
  const head = { timestamp: 0, observed: 0, severityNumber: 0, severityText: "" };
  const ids = { traceId: "", spanId: undefined as string | undefined, flags: 0 };
  let body = "";
  let attributes = "";
  for (const [field, value] of fieldsOf(bytes)) {
    if (typeof value === "bigint") head.severityNumber = Number(value);
    else if (field === 1) head.timestamp = Number(value.readBigUInt64LE() / MILLION);
    else if (field === 3) head.severityText = value.toString();
    else if (field === 5) body = nameOf(value);
    else if (field === 6) attributes += form.attribute(...keyValueOf(value));
    else if (field === 8) ids.flags = value.readUInt32LE();
    else if (field === 9) ids.traceId = value.toString("hex");
    else if (field === 10) ids.spanId = value.toString("hex");
    else if (field === 11) head.observed = Number(value.readBigUInt64LE() / MILLION);
  }
  const { timestamp, observed, severityNumber, severityText } = head;
  const headText = form.head(timestamp, observed, severityNumber, severityText);
  const trace = ids.traceId === "" ? "" : form.trace(ids);
  return form.record(headText, body, attributes.slice(form.separatorLength), trace);
}

function keyValueOf(bytes: Buffer): [key: string, value: string] {
  const [key = "", value = "{}"] = memberOf(bytes);
  return [JSON_FORM.key(key), value];
}

function memberOf(bytes: Buffer): [key: string, value: string] {
  let key = "";
  let member = JSON_FORM.nothing();
  for (const [field, value] of messagesOf(bytes)) {
    if (field === 1) key = value.toString();
    else member = jsonValue(value);
  }
  return [key, member];
}

function jsonValue(bytes: Buffer): string {
  const form = JSON_FORM;
  for (const [field, value] of fieldsOf(bytes)) {
    if (typeof value === "bigint")
      return field === 2
        ? form.boolean(value === 1n)
        : form.integer(String(BigInt.asIntN(INTEGER_BITS, value)));
    if (field === 1) return form.string(value.toString());
    if (field === 4) return form.double(value.readDoubleLE());
    const inner = [...messagesOf(value)].map(([, item]) => item);
    return field === 5 ? form.list(inner.map(jsonValue)) : form.object(inner.map(memberOf));
  }
  return form.nothing();
}

/** The text in field 1. */
function nameOf(bytes: Buffer): string {
  for (const [field, value] of messagesOf(bytes)) if (field === 1) return value.toString();
  return "";
}

function* messagesOf(bytes: Buffer): Generator<readonly [field: number, value: Buffer]> {
  for (const [field, value] of fieldsOf(bytes)) if (typeof value !== "bigint") yield [field, value];
}

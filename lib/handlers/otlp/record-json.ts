import { beginningOf } from "../../delivery/text-parts.ts";
import { errorMembers } from "../../logger/error-members.ts";
import { FIELDS } from "../../logger/fields.ts";
import { jsonString } from "../../logger/json-string.ts";
import { levelLabel } from "../../logger/levels.ts";
import type { LogRecord } from "../../logger/record.ts";
import { severityNumberOf } from "../../logger/severity-number.ts";
import { anyValue } from "./any-value.ts";

type Members = Readonly<Record<string, unknown>>;

/** What a record is written with besides itself. */
export interface RecordJsonOptions {
  /** Text of the body. */
  readonly body: string;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly observed: number;
  /** Written as `log.record.uid`. */
  readonly uid: string | undefined;
  /** Bytes of the whole at most. */
  readonly maximumBytes: number;
}

const TRACE_ID = /^(?!0{32})[0-9a-f]{32}$/;
const SPAN_ID = /^(?!0{16})[0-9a-f]{16}$/;
const TRACE_NAMES: ReadonlySet<string> = new Set(["trace_id", "span_id", "trace_flags"]);
const MAXIMUM_REMEMBERED_KEYS = 2_000;
/** What stands between the head of a text and its record: the head alone holds it without an escape. */
export const RECORDS = ',"logRecords":[';
/** What ends a text. */
export const RECORDS_END = "]}";

/** Attributes of a context, made once. */
interface Carried {
  readonly attributes: string;
  readonly trace: string;
}

const keyTexts = new Map<string, string>();
const carriedTexts = new WeakMap<Members, Carried>();
let lastContext: Members | undefined;
let lastCarried: Carried = { attributes: "", trace: "" };
let lastLogger: string | undefined;
let lastHead = "";
const NOTHING: Carried = { attributes: "", trace: "" };

/**
 * A record as JSON of OTLP: a `ScopeLogs` whose scope is the logger and that holds this one `LogRecord`. Context and fields are its
 * attributes, an error is `exception.type`, `exception.message` and `exception.stacktrace`; trace and span stand in their members.
 * A record that would be too large loses the ends of its texts and then its last attributes. Never throws.
 *
 * @see https://opentelemetry.io/docs/specs/otel/logs/data-model/
 */
export function recordJson(record: LogRecord, options: RecordJsonOptions): string {
  const text = scopeHead(record.logger) + RECORDS + logRecord(record, options, undefined) + RECORDS_END;
  // Three bytes a character at most: the exact length matters only near the limit.
  if (text.length * 3 <= options.maximumBytes || Buffer.byteLength(text) <= options.maximumBytes) return text;
  const head = scopeHead(beginningOf(record.logger.toWellFormed(), LONG_NAME_BYTES)) + RECORDS;
  const room = options.maximumBytes - Buffer.byteLength(head) - RECORDS_END.length;
  return head + logRecord(record, options, room) + RECORDS_END;
}

/** Bytes of a logger's name that are kept when a record is too large. */
const LONG_NAME_BYTES = 1_024;
/** Room for what every record has, beside body and attributes. */
const FIXED_BYTES = 512;
/** Share of the room that the body may take. */
const BODY_SHARE = 0.5;
/** An escaped character takes six bytes at most where it took one. */
const WORST_ESCAPE = 6;

function logRecord(record: LogRecord, options: RecordJsonOptions, room: number | undefined): string {
  const { timestamp, observed, uid, body } = options;
  const { context, fields, error } = record;
  const hasClash = error !== undefined || clashes(context, fields);
  const carried = context === undefined ? NOTHING : hasClash ? NOTHING : carriedOf(context);
  let attributes = carried.attributes;
  if (hasClash && context !== undefined) attributes += membersText(context, fields, error !== undefined);
  if (fields !== undefined) attributes += membersText(fields, undefined, error !== undefined);
  if (error !== undefined) attributes += errorText(error);
  if (uid !== undefined) attributes += `,{"key":"log.record.uid","value":{"stringValue":"${uid}"}}`;
  let bodyText = jsonString(body);
  if (room !== undefined) {
    const bodyRoom = Math.max(FIXED_BYTES, Math.floor((room - FIXED_BYTES) * BODY_SHARE));
    if (Buffer.byteLength(bodyText) > bodyRoom)
      bodyText = jsonString(`${beginningOf(body.toWellFormed(), Math.floor(bodyRoom / WORST_ESCAPE))}…`);
    attributes = shortenedAttributes(attributes, room - FIXED_BYTES - Buffer.byteLength(bodyText));
  }
  const trace = hasClash || carried.trace === "" ? traceText(context, fields) : carried.trace;
  return (
    `{"timeUnixNano":"${timestamp}000000","observedTimeUnixNano":"${observed}000000","severityNumber":${severityNumberOf(record.level)}` +
    `,"severityText":"${levelLabel(record.level)}","body":{"stringValue":${bodyText}}` +
    (attributes === "" ? "" : `,"attributes":[${attributes.slice(1)}]`) +
    trace +
    "}"
  );
}

/** The first attributes that fit, long texts among them shortened, and one that says so. */
function shortenedAttributes(attributes: string, room: number): string {
  const mark = ',{"key":"truncated","value":{"boolValue":true}}';
  let text = mark;
  let bytes = mark.length;
  for (const attribute of JSON.parse(`[${attributes.slice(1)}]`) as { key: string; value: Members }[]) {
    let one = `,${JSON.stringify(attribute)}`;
    const { stringValue } = attribute.value;
    if (typeof stringValue === "string" && Buffer.byteLength(one) > room / 8) {
      const kept = beginningOf(stringValue, Math.floor(room / 8 / WORST_ESCAPE));
      one = `,${JSON.stringify({ key: attribute.key, value: { stringValue: `${kept}…` } })}`;
    }
    const length = Buffer.byteLength(one);
    if (bytes + length > room) continue;
    bytes += length;
    text += one;
  }
  return text;
}

/** Records of one logger come one after the other. */
function scopeHead(logger: string): string {
  if (logger !== lastLogger) {
    lastLogger = logger;
    lastHead = `{"scope":{${logger === "" ? "" : `"name":${jsonString(logger)}`}}`;
  }
  return lastHead;
}

/** Whether a field has the name of a context key, or says a trace of its own. */
function clashes(context: Members | undefined, fields: Members | undefined): boolean {
  if (fields === undefined) return false;
  if (fields["trace_id"] !== undefined) return true;
  if (context !== undefined) for (const key in fields) if (context[key] !== undefined) return true;
  return false;
}

function carriedOf(context: Members): Carried {
  if (context === lastContext) return lastCarried;
  let carried = carriedTexts.get(context);
  if (carried === undefined) {
    carried = { attributes: membersText(context, undefined, false), trace: traceText(context, undefined) };
    carriedTexts.set(context, carried);
  }
  lastContext = context;
  lastCarried = carried;
  return carried;
}

function membersText(members: Members, stronger: Members | undefined, withError: boolean): string {
  let text = "";
  const hasTrace = members["trace_id"] !== undefined && traceText(members, undefined) !== "";
  for (const key in members) {
    const value = members[key];
    if (value === undefined || stronger?.[key] !== undefined) continue;
    if (hasTrace && TRACE_NAMES.has(key)) continue;
    const valueText = anyValue(value);
    if (valueText === undefined) continue;
    text += (withError && key === FIELDS.error ? keyText(`${key}_`) : keyText(key)) + valueText + "}";
  }
  return text;
}

/** `,{"key":"orderId","value":`, remembered, because the same few keys come with every record. */
function keyText(key: string): string {
  let text = keyTexts.get(key);
  if (text === undefined) {
    text = `,{"key":${jsonString(key)},"value":`;
    if (keyTexts.size >= MAXIMUM_REMEMBERED_KEYS) keyTexts.clear();
    keyTexts.set(key, text);
  }
  return text;
}

/** @see https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-logs/ */
function errorText(error: unknown): string {
  const { name, message, stack, ...rest } = errorMembers(error);
  let text =
    `,{"key":"exception.type","value":{"stringValue":${jsonString(String(name))}}}` +
    `,{"key":"exception.message","value":{"stringValue":${jsonString(String(message))}}}`;
  if (typeof stack === "string")
    text += `,{"key":"exception.stacktrace","value":{"stringValue":${jsonString(stack)}}}`;
  for (const _ in rest) {
    const value = anyValue(rest);
    if (value !== undefined) text += `${keyText(FIELDS.error)}${value}}`;
    break;
  }
  return text;
}

function traceText(context: Members | undefined, fields: Members | undefined): string {
  const traceId = fields?.["trace_id"] ?? context?.["trace_id"];
  if (typeof traceId !== "string" || !TRACE_ID.test(traceId)) return "";
  const spanId = fields?.["span_id"] ?? context?.["span_id"];
  const flags = Number.parseInt(String(fields?.["trace_flags"] ?? context?.["trace_flags"]), 16);
  return (
    `,"traceId":"${traceId}"` +
    (typeof spanId === "string" && SPAN_ID.test(spanId) ? `,"spanId":"${spanId}"` : "") +
    (flags > 0 ? `,"flags":${flags & 0xff}` : "")
  );
}

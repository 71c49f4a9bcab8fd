import { beginningOf } from "../../delivery/text-parts.ts";
import { errorMembers } from "../../logger/error-members.ts";
import { FIELDS } from "../../logger/fields.ts";
import { levelLabel } from "../../logger/levels.ts";
import type { LogRecord } from "../../logger/record.ts";
import { severityNumberOf } from "../../logger/severity-number.ts";
import { anyValue } from "./any-value.ts";
import type { OtlpForm } from "./form.ts";

type Members = Readonly<Record<string, unknown>>;

const TRACE_ID = /^(?!0{32})[0-9a-f]{32}$/;
const SPAN_ID = /^(?!0{16})[0-9a-f]{16}$/;
const TRACE_NAMES: ReadonlySet<string> = new Set(["trace_id", "span_id", "trace_flags"]);
const MAXIMUM_REMEMBERED = 2_000;
const MAXIMUM_REMEMBERED_LENGTH = 256;
/** Bytes of a logger's name that are kept when a record is too large. */
const LONG_NAME_BYTES = 1_024;
/** Room for what every record has, beside body and attributes. */
const FIXED_BYTES = 512;
/** Share of the room that the body may take, and that one attribute may. */
const BODY_SHARE = 0.5;
const ATTRIBUTE_SHARE = 0.125;
/** A character takes six times its bytes at most, where JSON escapes it. */
const WORST_ESCAPE = 6;
/** Share of the room that is aimed at, because a text's parts may need more escapes than the whole. */
const AIM = 0.95;

/** A context's attributes and trace, written once. */
interface Carried {
  readonly attributes: string;
  readonly trace: string;
}
/** A key as it is written, and the attribute of its last value. */
interface KnownKey {
  readonly text: string;
  value: unknown;
  attribute: string;
}
const NOTHING: Carried = { attributes: "", trace: "" };

/**
 * Writes records as `ScopeLogs` whose scope is the logger and that hold one `LogRecord`. Context and fields are its attributes, an error
 * is `exception.type`, `exception.message` and `exception.stacktrace`; trace and span stand in their members. A record that would be too
 * large loses the ends of its texts and then its last attributes.
 *
 * @see https://opentelemetry.io/docs/specs/otel/logs/data-model/
 */
export class RecordWriter {
  readonly #form: OtlpForm;
  readonly #maximumBytes: number;
  readonly #keys = new Map<string, KnownKey>();
  readonly #carried = new WeakMap<Members, Carried>();
  #lastContext: Members | undefined;
  #lastCarried = NOTHING;
  #lastLogger: string | undefined;
  #lastScope = "";
  #lastTimestamp = -1;
  #lastObserved = -1;
  #lastLevel = -1;
  #lastHead = "";

  /** @param maximumBytes of one text in UTF-8 */
  constructor(form: OtlpForm, maximumBytes: number) {
    this.#form = form;
    this.#maximumBytes = maximumBytes;
  }

  /** @param uid written as `log.record.uid` */
  write(record: LogRecord, body: string, timestamp: number, uid: string | undefined): string {
    const { context, fields, error, level } = record;
    const form = this.#form;
    const head = this.#head(timestamp, Date.now(), level);
    const isPlain = error === undefined && !clashes(context, fields);
    const carried = context === undefined || !isPlain ? NOTHING : this.#carriedOf(context);
    let attributes = carried.attributes;
    const hasError = error !== undefined;
    if (!isPlain && context !== undefined) attributes = this.#members(attributes, context, fields, hasError);
    if (fields !== undefined) attributes = this.#members(attributes, fields, undefined, hasError);
    if (hasError) attributes = this.#error(attributes, error);
    if (uid !== undefined) attributes = this.#joined(attributes, this.#attribute("log.record.uid", uid));
    const trace = isPlain && carried.trace !== "" ? carried.trace : this.#trace(context, fields);
    const text = form.scoped(this.#scope(record.logger), form.record(head, body, attributes, trace));
    // Three bytes a character at most: the exact length matters only near the limit.
    const fits = text.length * 3 <= this.#maximumBytes || Buffer.byteLength(text) <= this.#maximumBytes;
    return fits ? text : this.#shortened(record, head, body, trace);
  }

  #shortened(record: LogRecord, head: string, body: string, trace: string): string {
    const form = this.#form;
    const scope = form.scope(beginningOf(record.logger.toWellFormed(), LONG_NAME_BYTES));
    let room = this.#maximumBytes - Buffer.byteLength(scope) - FIXED_BYTES;
    const keptBody = this.#shortText(body, room * BODY_SHARE);
    room -= Buffer.byteLength(form.string(keptBody));
    let attributes = this.#joined("", this.#attribute("truncated", true));
    room -= Buffer.byteLength(attributes);
    const longest = room * ATTRIBUTE_SHARE;
    for (const [key, value] of attributesOf(record)) {
      const kept = typeof value === "string" ? this.#shortText(value, longest) : value;
      const valueText = anyValue(form, kept);
      if (valueText === undefined) continue;
      const attribute = form.attribute(form.key(key), valueText);
      const length = Buffer.byteLength(attribute);
      if (length > room) continue;
      room -= length;
      attributes += attribute;
    }
    return form.scoped(scope, form.record(head, keptBody, attributes, trace));
  }

  /** The beginning of a text that takes at most so many bytes when it is written. */
  #shortText(text: string, bytes: number): string {
    const form = this.#form;
    const wellFormed = text.toWellFormed();
    const written = Buffer.byteLength(form.string(wellFormed));
    if (written <= bytes) return wellFormed;
    const aimed = Math.floor(bytes * (Buffer.byteLength(wellFormed) / written) * AIM);
    const kept = `${beginningOf(wellFormed, aimed)}…`;
    if (Buffer.byteLength(form.string(kept)) <= bytes) return kept;
    return `${beginningOf(wellFormed, Math.floor(bytes / WORST_ESCAPE))}…`;
  }

  /** Records come many in a millisecond, most of the same level. */
  #head(timestamp: number, observed: number, level: number): string {
    if (timestamp !== this.#lastTimestamp || observed !== this.#lastObserved || level !== this.#lastLevel) {
      this.#lastTimestamp = timestamp;
      this.#lastObserved = observed;
      this.#lastLevel = level;
      this.#lastHead = this.#form.head(timestamp, observed, severityNumberOf(level), levelLabel(level));
    }
    return this.#lastHead;
  }

  /** Records of one logger come one after the other. */
  #scope(logger: string): string {
    if (logger !== this.#lastLogger) {
      this.#lastLogger = logger;
      this.#lastScope = this.#form.scope(logger);
    }
    return this.#lastScope;
  }

  #carriedOf(context: Members): Carried {
    if (context === this.#lastContext) return this.#lastCarried;
    let carried = this.#carried.get(context);
    if (carried === undefined) {
      carried = {
        attributes: this.#members("", context, undefined, false),
        trace: this.#trace(context, undefined),
      };
      this.#carried.set(context, carried);
    }
    this.#lastContext = context;
    this.#lastCarried = carried;
    return carried;
  }

  /** Attributes, with those of members behind them. */
  #members(before: string, members: Members, stronger: Members | undefined, withError: boolean): string {
    const hasTrace = idsOf(members, undefined) !== undefined;
    let text = before;
    for (const key in members) {
      const value = members[key];
      if (value === undefined || stronger?.[key] !== undefined) continue;
      if (hasTrace && TRACE_NAMES.has(key)) continue;
      text = this.#joined(text, this.#attribute(withError && key === FIELDS.error ? `${key}_` : key, value));
    }
    return text;
  }

  #error(before: string, error: unknown): string {
    let text = before;
    for (const [key, value] of exceptionOf(error)) text = this.#joined(text, this.#attribute(key, value));
    return text;
  }

  /** Nothing stands before the first: cut off here, from a short text, and not from all of them together. */
  #joined(before: string, attribute: string): string {
    return before === "" ? attribute.slice(this.#form.separatorLength) : before + attribute;
  }

  /** The same few keys come with every record, and many of them with the same value. */
  #attribute(key: string, value: unknown): string {
    let known = this.#keys.get(key);
    if (known === undefined) {
      known = { text: this.#form.key(key), value: undefined, attribute: "" };
      if (this.#keys.size >= MAXIMUM_REMEMBERED) this.#keys.clear();
      this.#keys.set(key, known);
    }
    if (value === known.value && value !== undefined) return known.attribute;
    const valueText = anyValue(this.#form, value);
    if (valueText === undefined) return "";
    const attribute = this.#form.attribute(known.text, valueText);
    if (typeof value !== "object" && attribute.length <= MAXIMUM_REMEMBERED_LENGTH) {
      known.value = value;
      known.attribute = attribute;
    }
    return attribute;
  }

  #trace(context: Members | undefined, fields: Members | undefined): string {
    const ids = idsOf(context, fields);
    return ids === undefined ? "" : this.#form.trace(ids);
  }
}

/** Whether a field has the name of a context key, or says a trace of its own. */
function clashes(context: Members | undefined, fields: Members | undefined): boolean {
  if (fields === undefined) return false;
  if (fields["trace_id"] !== undefined) return true;
  if (context !== undefined) for (const key in fields) if (context[key] !== undefined) return true;
  return false;
}

/** @see https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-logs/ */
function exceptionOf(error: unknown): [key: string, value: unknown][] {
  const { name, message, stack, ...rest } = errorMembers(error);
  return [
    ["exception.type", String(name)],
    ["exception.message", String(message)],
    ...(typeof stack === "string" ? [["exception.stacktrace", stack] as [string, unknown]] : []),
    ...(Object.keys(rest).length > 0 ? [[FIELDS.error, rest] as [string, unknown]] : []),
  ];
}

/** All attributes of a record, those of its call first: what is too much is taken off the end. */
function attributesOf({ context, fields, error }: LogRecord): [key: string, value: unknown][] {
  const hasTrace = idsOf(context, fields) !== undefined;
  const own = Object.entries({ ...context, ...fields }).filter(
    ([key]) => !(hasTrace && TRACE_NAMES.has(key)) && !(error !== undefined && key === FIELDS.error),
  );
  const exception = error === undefined ? [] : exceptionOf(error);
  return [...exception, ...own];
}

function idsOf(context: Members | undefined, fields: Members | undefined) {
  const traceId = fields?.["trace_id"] ?? context?.["trace_id"];
  if (typeof traceId !== "string" || !TRACE_ID.test(traceId)) return undefined;
  const spanId = fields?.["span_id"] ?? context?.["span_id"];
  const flags = Number.parseInt(String(fields?.["trace_flags"] ?? context?.["trace_flags"]), 16);
  return {
    traceId,
    spanId: typeof spanId === "string" && SPAN_ID.test(spanId) ? spanId : undefined,
    flags: flags > 0 ? flags & 0xff : 0,
  };
}

import type { LogRecord } from "../../logger/record.ts";
import { GOOGLE_FIELDS, isObject, truth } from "../../semantics/cloud-logging/special-fields.ts";

type Fields = Readonly<Record<string, unknown>>;

const PREFIX = "logging.googleapis.com/";
const FIRST = PREFIX.charCodeAt(0);
const isText = (value: unknown): boolean => typeof value === "string" && value !== "";
/** Members of an entry by the names that structured logging has for them, and the values that can be one. */
const FITS: Readonly<Record<string, (value: unknown) => boolean>> = {
  [GOOGLE_FIELDS.insertId]: (value) => typeof value === "string" && /^[A-Za-z0-9._-]{1,512}$/.test(value),
  [GOOGLE_FIELDS.labels]: isObject,
  [GOOGLE_FIELDS.operation]: isObject,
  [GOOGLE_FIELDS.sourceLocation]: isObject,
  [GOOGLE_FIELDS.trace]: isText,
  [GOOGLE_FIELDS.spanId]: (value) => typeof value === "string" && /^[0-9a-f]{16}$/i.test(value),
  [GOOGLE_FIELDS.traceSampled]: (value) => truth(value) !== undefined,
};

/** A record without the members that belong to the entry, and these. */
export interface Parted {
  readonly record: LogRecord;
  readonly special: Fields | undefined;
}

/**
 * Takes out of a record what belongs to the entry beside the payload, as Google's agents do. What cannot be a member of an entry
 * stays.
 *
 * @see https://cloud.google.com/logging/docs/structured-logging#structured_logging_special_fields
 */
export function partSpecial(record: LogRecord): Parted {
  const { fields, context } = record;
  if (!hasSpecial(record)) return { record, special: undefined };
  const special: Record<string, unknown> = {};
  const parted = { ...record, context: without(context, special), fields: without(fields, special) };
  return { record: parted, special };
}

/** Whether a record has members of such names. */
export function hasSpecial({ fields, context }: LogRecord): boolean {
  return names(fields) || names(context);
}

function names(members: Fields | undefined): boolean {
  for (const key in members) if (key.charCodeAt(0) === FIRST && key.startsWith(PREFIX)) return true;
  return false;
}

function without(members: Fields | undefined, special: Record<string, unknown>): Fields | undefined {
  if (members === undefined) return undefined;
  const rest: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(members)) {
    if (FITS[key]?.(value)) special[key] = value;
    else rest[key] = value;
  }
  return rest;
}

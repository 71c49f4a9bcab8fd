/** Members of a structured log line that become fields of the entry, by the spelling of the agent that reads them. */
export interface SpecialFields {
  readonly httpRequest: string;
  readonly insertId: string;
  readonly labels: string;
  readonly operation: string;
  readonly sourceLocation: string;
  readonly spanId: string;
  readonly trace: string;
  readonly traceSampled: string;
  readonly severity: string;
  readonly logName?: string;
  readonly resource?: string;
}

const PREFIX = "logging.googleapis.com/";

/** @see https://cloud.google.com/logging/docs/structured-logging#structured_logging_special_fields */
export const GOOGLE_FIELDS: SpecialFields = {
  severity: "severity",
  httpRequest: "httpRequest",
  insertId: `${PREFIX}insertId`,
  labels: `${PREFIX}labels`,
  operation: `${PREFIX}operation`,
  sourceLocation: `${PREFIX}sourceLocation`,
  spanId: `${PREFIX}spanId`,
  trace: `${PREFIX}trace`,
  traceSampled: `${PREFIX}trace_sampled`,
};

/** @see https://docs.fluentbit.io/manual/data-pipeline/outputs/stackdriver_special_fields */
export const FLUENT_BIT_FIELDS: SpecialFields = {
  ...GOOGLE_FIELDS,
  severity: `${PREFIX}severity`,
  httpRequest: `${PREFIX}http_request`,
  traceSampled: `${PREFIX}traceSampled`,
  logName: `${PREFIX}logName`,
  resource: `${PREFIX}monitored_resource`,
};

export type Fields = Record<string, unknown>;

export function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The text of a scalar; undefined for null, objects and arrays. */
export function scalarText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint")
    return String(value);
  return undefined;
}

export function truth(value: unknown): boolean | undefined {
  if (typeof value === "boolean") return value;
  const text = scalarText(value)?.trim().toLowerCase();
  if (text === "true" || text === "1") return true;
  return text === "false" || text === "0" ? false : undefined;
}

const INT64_MINIMUM = -(2n ** 63n);
const INT64_MAXIMUM = 2n ** 63n - 1n;

/** A whole number as text, as the API's JSON form has 64-bit integers; undefined for what none can hold. */
export function int64Text(value: unknown): string | undefined {
  const text = scalarText(value)?.trim() ?? "";
  if (/^[-+]?\d{1,18}$/.test(text)) return text.replace(/^\+/, "");
  const whole = /^[-+]?\d{1,40}$/.test(text)
    ? BigInt(text.replace(/^\+/, ""))
    : typeof value === "number" && Number.isFinite(value)
      ? BigInt(Math.trunc(value))
      : undefined;
  return whole !== undefined && whole >= INT64_MINIMUM && whole <= INT64_MAXIMUM ? `${whole}` : undefined;
}

/**
 * Moves the known members of an object out of it.
 *
 * @returns the converted members, and the object without them
 */
export function lift<Lifted extends object>(
  source: Fields,
  readers: Readonly<Record<string, (value: unknown) => unknown>>,
): { readonly lifted: Lifted; readonly rest: Fields } {
  const rest = { ...source };
  const lifted: Fields = {};
  for (const [name, read] of Object.entries(readers)) {
    if (!Object.hasOwn(rest, name)) continue;
    const value = read(rest[name]);
    if (value !== undefined) lifted[name] = value;
    delete rest[name];
  }
  return { lifted: lifted as Lifted, rest };
}

/** A label's value as text. */
export function labelText(value: unknown): string {
  if (value === null || value === undefined) return "";
  try {
    return scalarText(value) ?? JSON.stringify(value) ?? "";
  } catch {
    return "";
  }
}

/** How each member of LogEntry's `operation` is read. */
export const OPERATION_READERS = { id: scalarText, producer: scalarText, first: truth, last: truth };
/** How each member of LogEntry's `sourceLocation` is read. */
export const SOURCE_LOCATION_READERS = { file: scalarText, line: int64Text, function: scalarText };

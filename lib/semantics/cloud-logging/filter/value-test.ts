import { RE2JS } from "re2js";
import { isSeverity, SEVERITIES } from "../severity.ts";
import { compareNanotimes, type Nanotime, parseProtoDuration, parseTimestamp } from "../timestamp.ts";
import type { ScalarType } from "./entry-schema.ts";
import { someInnerValue } from "./entry-values.ts";
import type { ValueTest } from "./field.ts";
import { fold } from "./fold.ts";
import { LoggingFilterSyntaxError } from "./syntax-error.ts";
import type { Literal, Operator } from "./tree.ts";

const NUMBER = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/;
const INTEGER = /^[-+]?\d+$/;

/** A value of the query, converted to whatever type a field may have; undefined where it does not convert. */
interface Converted {
  readonly folded: string;
  readonly number: number | undefined;
  readonly integer: bigint | undefined;
  readonly bool: boolean | undefined;
  readonly severity: number | undefined;
  readonly instant: Nanotime | undefined;
  readonly duration: Nanotime | undefined;
  readonly isNull: boolean;
}

/**
 * Compiles the right side of a comparison. A value that does not convert to the field's type never compares, not even
 * as different.
 *
 * @see https://cloud.google.com/logging/docs/view/logging-query-language#values_conversions
 */
export function valueTest(operator: Operator, literal: Literal): ValueTest {
  if (operator === "=~" || operator === "!~") return regexTest(literal, operator === "=~");
  const converted = convert(literal);
  if (operator === ":") return hasTest(converted);
  const accepts = ORDERINGS[operator];
  return (type, value) => {
    if (type === "null" || converted.isNull) return nullTest(operator, type === "null", converted.isNull);
    const order = compare(type, value, converted);
    return order !== undefined && accepts(order);
  };
}

/** The test of `:`, which global restrictions use too. */
export function hasTest(converted: Converted): ValueTest {
  const test: ValueTest = (type, value) => {
    if (type === "null") return converted.isNull;
    if (type === "string") return fold(String(value)).includes(converted.folded);
    if (type === "object") return hasKey(value, converted) || someInnerValue(value, test);
    return compare(type, value, converted) === 0;
  };
  return test;
}

function hasKey(value: unknown, { folded }: Converted): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.keys(value).some((key) => fold(key) === folded);
}

function nullTest(operator: Operator, fieldIsNull: boolean, valueIsNull: boolean): boolean {
  if (operator === "=") return fieldIsNull && valueIsNull;
  return operator === "!=" && valueIsNull && !fieldIsNull;
}

const ORDERINGS: Readonly<Record<Exclude<Operator, ":" | "=~" | "!~">, (order: number) => boolean>> = {
  "=": (order) => order === 0,
  "!=": (order) => order !== 0,
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};

/** Negative, zero or positive as the field's value is below, at or above the query's; undefined if incomparable. */
function compare(type: ScalarType, value: unknown, query: Converted): number | undefined {
  switch (type) {
    case "string":
      return compareTexts(fold(String(value)), query.folded);
    case "bool":
      return query.bool === undefined ? undefined : Number(value) - Number(query.bool);
    case "double":
      return query.number === undefined ? undefined : difference(Number(value), query.number);
    case "int":
      return compareIntegers(value, query.integer);
    case "severity":
      return query.severity === undefined ? undefined : severityNumber(value) - query.severity;
    case "timestamp":
      return compareTimes(parseTimestamp(String(value)), query.instant);
    case "duration":
      return compareTimes(parseProtoDuration(String(value)), query.duration);
    default:
      return undefined;
  }
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Infinities must not become NaN; NaN itself equals nothing and has no order. */
function difference(a: number, b: number): number | undefined {
  if (a === b) return 0;
  return Number.isNaN(a) || Number.isNaN(b) ? undefined : a < b ? -1 : 1;
}

function compareIntegers(value: unknown, query: bigint | undefined): number | undefined {
  if (query === undefined || !INTEGER.test(String(value))) return undefined;
  const integer = BigInt(String(value));
  if (integer === query) return 0;
  return integer < query ? -1 : 1;
}

function compareTimes(a: Nanotime | undefined, b: Nanotime | undefined): number | undefined {
  return a && b ? compareNanotimes(a, b) : undefined;
}

function severityNumber(value: unknown): number {
  if (typeof value === "number") return value;
  const name = String(value).toUpperCase();
  return isSeverity(name) ? SEVERITIES[name] : 0;
}

export function convert({ text, quoted }: Pick<Literal, "text" | "quoted">): Converted {
  const lower = text.toLowerCase();
  const severity = text.toUpperCase();
  const integer = INTEGER.test(text) ? BigInt(text.replace(/^\+/, "")) : undefined;
  return {
    folded: fold(text),
    number: NUMBER.test(text) ? Number(text) : SPECIAL_NUMBERS[lower],
    integer,
    bool: lower === "true" ? true : lower === "false" ? false : undefined,
    severity: isSeverity(severity)
      ? SEVERITIES[severity]
      : integer === undefined
        ? undefined
        : Number(integer),
    instant: parseTimestamp(text),
    duration: parseProtoDuration(text),
    isNull: !quoted && text === "NULL_VALUE",
  };
}

const SPECIAL_NUMBERS: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  infinity: Number.POSITIVE_INFINITY,
  "-infinity": Number.NEGATIVE_INFINITY,
};

/** Regular expressions look at texts only, and see them as they are. */
function regexTest(literal: Literal, wanted: boolean): ValueTest {
  const regex = compileRegex(literal);
  return (type, value) => type === "string" && regex.test(String(value)) === wanted;
}

/**
 * Compiles a regular expression with RE2's syntax, which takes linear time.
 *
 * @throws LoggingFilterSyntaxError
 */
export function compileRegex({ raw, position }: Pick<Literal, "raw" | "position">): RE2JS {
  const pattern = raw.replace(/\\(["\\])/g, "$1");
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new LoggingFilterSyntaxError(`The regular expression is not RE2: ${problem}`, position, {
      cause: error,
    });
  }
}

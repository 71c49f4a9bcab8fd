import { Structure } from "./rows/structure.ts";

/** A point in time, which shows as a date and counts as milliseconds. */
export class Timestamp {
  readonly time: number;

  constructor(time: number) {
    this.time = time;
  }
}

/** What a field or an expression can be; undefined when the event has no such field. */
export type Value = string | number | boolean | Timestamp | Structure | undefined;

/** What a JSON value is to a query: null is no value. */
export function toValue(json: unknown): Value {
  if (typeof json === "string" || typeof json === "number" || typeof json === "boolean") return json;
  return typeof json === "object" && json !== null ? new Structure(json) : undefined;
}

const NUMBER = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\s*$/;

/** The number that a value is or spells. */
export function toNumber(value: Value): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "string") return NUMBER.test(value) ? Number(value) : undefined;
  if (typeof value === "boolean") return value ? 1 : 0;
  return value instanceof Timestamp ? value.time : undefined;
}

/** The text that a value shows as: dates in UTC, booleans as 1 and 0. */
export function toText(value: Exclude<Value, undefined>): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return numberText(value);
  if (typeof value === "boolean") return value ? "1" : "0";
  return value instanceof Timestamp ? dateText(value.time) : value.toString();
}

/** The text that functions of texts see: none of a map or a list. */
export function textOf(value: Value): string | undefined {
  return value === undefined || value instanceof Structure ? undefined : toText(value);
}

/** Whether a value counts as true in a condition. */
export function isTrue(value: Value): boolean {
  if (typeof value === "boolean") return value;
  if (typeof value === "string") return value === "true" || (toNumber(value) ?? 0) !== 0;
  return value !== undefined && toNumber(value) !== 0;
}

/**
 * Negative, 0 or positive as `left` is less than, equal to or greater than `right`: by number when both are numbers, one
 * of them by its type, else by text. Undefined when a side is missing, a map or a list, or when a number or a time meets
 * text that spells no number.
 */
export function compareValues(left: Value, right: Value): number | undefined {
  if (left === undefined || right === undefined) return undefined;
  if (left instanceof Structure || right instanceof Structure) return undefined;
  if (typeof left === "boolean" && typeof right === "string") return compareBoolean(left, right);
  if (typeof left === "string" && typeof right === "boolean") return negated(compareBoolean(right, left));
  if (typeof left !== "string" || typeof right !== "string") {
    const [a, b] = [toNumber(left), toNumber(right)];
    if (a !== undefined && b !== undefined) return Math.sign(a - b);
    return undefined;
  }
  return compareText(left, right);
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function compareBoolean(value: boolean, text: string): number | undefined {
  const number = text === "true" ? 1 : text === "false" ? 0 : toNumber(text);
  return number === undefined ? undefined : Math.sign(Number(value) - number);
}

function negated(order: number | undefined): number | undefined {
  return order === undefined ? undefined : -order;
}

/** A number without an exponent, as far as its digits allow. */
function numberText(value: number): string {
  const text = String(value);
  if (!text.includes("e")) return text;
  if (Number.isInteger(value)) return BigInt(value).toString();
  return value.toFixed(20).replace(/\.?0+$/, "");
}

/** For example `2026-01-05 12:00:00.000`. */
function dateText(time: number): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return String(time);
  return date.toISOString().replace("T", " ").replace("Z", "");
}

/** A key under which equal values meet: `1` and `"1"` are one. */
export function keyOf(value: Value): string {
  return value === undefined ? "-" : `=${toText(value)}`;
}

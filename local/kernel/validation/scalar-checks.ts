import type { Bounds, NumberShape, StringShape } from "../model.ts";
import type { Problems } from "./problems.ts";
import { wrongType } from "./wrong-type.ts";

/** Takes a value of the wire or of a call in this process; gives the typed one. */
export type Check = (value: unknown, problems: Problems) => unknown;

/** Ends of the ranges that whole numbers are cut to, as AWS's front ends cut them. */
const WIDEST = { integer: 2_147_483_647, long: Number.MAX_SAFE_INTEGER } as const;
/** How JSON has the numbers that it does not have. */
const NOT_FINITE: ReadonlySet<unknown> = new Set(["NaN", "Infinity", "-Infinity"]);

export function stringCheck(shape: StringShape, withheld: boolean): Check {
  const { pattern, values } = shape;
  const expression = pattern === undefined ? undefined : expressionOf(pattern);
  const shown = pattern && shownPattern(pattern);
  const bounded = shape.min !== undefined || shape.max !== undefined;
  return (value, problems) => {
    if (typeof value !== "string") throw wrongType(value, "string");
    if (expression && !expression.test(value))
      problems.add(value, `Member must satisfy regular expression pattern: ${shown}`, withheld);
    if (bounded) checkLength(value.length, value, shape, withheld, problems);
    if (values && !values.includes(value))
      problems.add(value, `Member must satisfy enum value set: [${values.join(", ")}]`, withheld);
    return value;
  };
}

export function numberCheck({ type, min, max }: NumberShape, withheld: boolean): Check {
  const widest = type === "integer" || type === "long" ? WIDEST[type] : undefined;
  return (given, problems) => {
    let value = given;
    if (widest === undefined && NOT_FINITE.has(value)) value = Number(value);
    if (typeof value !== "number") throw wrongType(value, type);
    if (widest !== undefined) value = Math.min(Math.max(Math.trunc(value), -widest), widest);
    const number = value as number;
    if (min !== undefined && number < min)
      problems.add(number, `Member must have value greater than or equal to ${min}`, withheld);
    if (max !== undefined && number > max)
      problems.add(number, `Member must have value less than or equal to ${max}`, withheld);
    return number;
  };
}

export function booleanOf(value: unknown): boolean {
  if (typeof value === "boolean") return value;
  // Clients that write every value as text are understood.
  if (typeof value === "string" && /^(true|false)$/i.test(value)) return value.toLowerCase() === "true";
  throw wrongType(value, "boolean");
}

/** Seconds since the epoch. */
export function momentOf(value: unknown): number {
  if (value instanceof Date) return value.getTime() / 1_000;
  if (typeof value !== "number" || !Number.isFinite(value)) throw wrongType(value, "timestamp");
  return value;
}

export function blobCheck(bounds: Bounds, withheld: boolean): Check {
  return (value, problems) => {
    if (typeof value !== "string" && !(value instanceof Uint8Array)) throw wrongType(value, "blob");
    const bytes = typeof value === "string" ? Buffer.from(value) : value;
    const shown = `java.nio.HeapByteBuffer[pos=0 lim=${bytes.length} cap=${bytes.length}]`;
    checkLength(bytes.length, shown, bounds, withheld, problems);
    return bytes;
  };
}

export function checkLength(
  length: number,
  value: unknown,
  { min, max }: Bounds,
  withheld: boolean,
  problems: Problems,
): void {
  if (min !== undefined && length < min)
    problems.add(value, `Member must have length greater than or equal to ${min}`, withheld);
  if (max !== undefined && length > max)
    problems.add(value, `Member must have length less than or equal to ${max}`, withheld);
}

/** Models put a list of alternatives between anchors; services name it without them. */
function shownPattern(pattern: string): string {
  const [, inner] = /^\^\(([^()]*\|[^()]*)\)\$$/.exec(pattern) ?? [];
  return inner ?? pattern;
}

const expressions = new Map<string, RegExp | undefined>();

/** A pattern of the model; undefined for one that only Java understands. The whole value must match. */
function expressionOf(pattern: string): RegExp | undefined {
  if (!expressions.has(pattern)) expressions.set(pattern, compile(pattern, "su") ?? compile(pattern, "s"));
  return expressions.get(pattern);
}

function compile(pattern: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${pattern})$`, flags);
  } catch {
    return undefined;
  }
}

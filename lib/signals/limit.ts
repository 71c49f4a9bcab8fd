import { parseDuration } from "../semantics/index.ts";
import type { Comparison } from "./signal.ts";
import { SignalError } from "./signal-error.ts";

/** A comparison and a number, as people write them: `"> 2s"`, `"<= 5"`, `"> 2%"`, `"> 5 MB"`. */
export interface Limit {
  readonly comparison: Comparison;
  readonly amount: number;
  /** What the number counts; durations are in milliseconds, sizes in bytes. */
  readonly measure: "number" | "duration" | "percent" | "size";
}

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  ">": "GreaterThanThreshold",
  ">=": "GreaterThanOrEqualToThreshold",
  "<": "LessThanThreshold",
  "<=": "LessThanOrEqualToThreshold",
};
const SIZES: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 1024,
  MiB: 1_048_576,
  GiB: 1_073_741_824,
};
const LIMIT = /^\s*(>=|<=|>|<)\s*(-?\d+(?:\.\d+)?)\s*(%|[A-Za-z]*)\s*$/;
const LONG_DURATION = /^\s*(>=|<=|>|<)\s*((?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+)\s*$/;

/** @throws SignalError that names `member` */
export function readLimit(member: string, text: unknown): Limit {
  if (typeof text === "number" && Number.isFinite(text))
    return { comparison: "GreaterThanThreshold", amount: text, measure: "number" };
  const source = shown(text);
  const duration = LONG_DURATION.exec(source);
  if (duration)
    return {
      comparison: COMPARISONS[duration[1]!]!,
      amount: parseDuration(duration[2]!),
      measure: "duration",
    };
  const [, sign, number, unit = ""] = LIMIT.exec(source) ?? [];
  const comparison = sign === undefined ? undefined : COMPARISONS[sign];
  const size = SIZES[unit];
  if (comparison === undefined || (unit !== "" && unit !== "%" && size === undefined))
    throw new SignalError(
      [member],
      `"${source.slice(0, 64)}": expected a comparison such as "> 2s", ">= 5", "< 10", "> 2%" or "> 5 MB"`,
    );
  if (unit === "%") return { comparison, amount: Number(number), measure: "percent" };
  if (size !== undefined) return { comparison, amount: Number(number) * size, measure: "size" };
  return { comparison, amount: Number(number), measure: "number" };
}

/** A percentage such as `"99.9%"` or `"2 %"`, as a number of percent. @throws SignalError that names `path` */
export function readPercent(path: readonly string[], text: unknown): number {
  const number = /^\s*(\d+(?:\.\d+)?)\s*%\s*$/.exec(shown(text))?.[1];
  const percent = Number(number);
  if (number !== undefined && percent >= 0 && percent <= 100) return percent;
  throw new SignalError(path, `"${shown(text).slice(0, 64)}": expected a percentage such as "2%"`);
}

/** What was given, as text; an object as what it is. */
const shown = (value: unknown): string =>
  typeof value === "object" && value !== null ? "an object" : String(value);

import { percentileOf } from "cumulog/semantics";
import { compareForSort } from "./sort-order.ts";
import { compareValues, keyOf, Timestamp, toNumber, type Value } from "./values.ts";

/** Collects one group's values of one aggregate. */
export interface Aggregate {
  /** @param time the event's time, milliseconds */
  add(value: Value, time: number | undefined): void;
  result(): Value;
}

/**
 * The aggregates of `stats` by their names in lower case, with the number of their arguments.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Stats.html
 */
export const AGGREGATES: Readonly<
  Record<
    string,
    { readonly minimum: number; readonly maximum: number; readonly create: (share: number) => Aggregate }
  >
> = {
  count: { minimum: 0, maximum: 1, create: count },
  count_distinct: { minimum: 1, maximum: 1, create: countDistinct },
  sum: { minimum: 1, maximum: 1, create: () => ofNumbers((numbers) => numbers.reduce(plus, 0)) },
  avg: {
    minimum: 1,
    maximum: 1,
    create: () => ofNumbers((numbers) => numbers.reduce(plus, 0) / numbers.length),
  },
  min: { minimum: 1, maximum: 1, create: () => best((order) => order < 0, compareLoosely, countable) },
  max: { minimum: 1, maximum: 1, create: () => best((order) => order > 0, compareLoosely, countable) },
  pct: { minimum: 2, maximum: 2, create: (share) => ofNumbers((numbers) => percentile(numbers, share)) },
  median: { minimum: 1, maximum: 1, create: () => ofNumbers((numbers) => percentile(numbers, 50)) },
  stddev: { minimum: 1, maximum: 1, create: () => ofNumbers(standardDeviation) },
  earliest: { minimum: 1, maximum: 1, create: () => byTime((time, kept) => time < kept) },
  latest: { minimum: 1, maximum: 1, create: () => byTime((time, kept) => time > kept) },
  sortsfirst: { minimum: 1, maximum: 1, create: () => best((order) => order < 0, compareForSort) },
  sortslast: { minimum: 1, maximum: 1, create: () => best((order) => order > 0, compareForSort) },
};

const plus = (left: number, right: number): number => left + right;

function count(): Aggregate {
  let counted = 0;
  return {
    add: (value) => {
      if (value !== undefined) counted += 1;
    },
    result: () => counted,
  };
}

function countDistinct(): Aggregate {
  const seen = new Set<string>();
  return {
    add: (value) => {
      if (value !== undefined) seen.add(keyOf(value));
    },
    result: () => seen.size,
  };
}

function ofNumbers(compute: (numbers: number[]) => number | undefined): Aggregate {
  const numbers: number[] = [];
  return {
    add: (value) => {
      const number = toNumber(value);
      if (number !== undefined) numbers.push(number);
    },
    result: () => (numbers.length === 0 ? undefined : compute(numbers)),
  };
}

function best(
  isBetter: (order: number) => boolean,
  compare: (left: Value, right: Value) => number,
  read: (value: Value) => Value = (value) => value,
): Aggregate {
  let kept: Value;
  return {
    add: (value) => {
      const candidate = read(value);
      if (candidate !== undefined && (kept === undefined || isBetter(compare(candidate, kept))))
        kept = candidate;
    },
    result: () => kept,
  };
}

/** The extremes of times are milliseconds, as `fromMillis` takes them. */
function countable(value: Value): Value {
  if (value instanceof Timestamp) return value.time;
  return typeof value === "string" ? (toNumber(value) ?? value) : value;
}

function compareLoosely(left: Value, right: Value): number {
  return compareValues(left, right) ?? compareForSort(left, right);
}

function byTime(isBetter: (time: number, kept: number) => boolean): Aggregate {
  let kept: { readonly value: Value; readonly time: number } | undefined;
  return {
    add: (value, time = 0) => {
      if (value !== undefined && (!kept || isBetter(time, kept.time))) kept = { value, time };
    },
    result: () => kept?.value,
  };
}

function percentile(numbers: number[], share: number): number | undefined {
  const ordered = numbers.sort((left, right) => left - right);
  return percentileOf(
    ordered.map((value) => ({ value, count: 1 })),
    share,
  );
}

/** Of a sample; of one value it is 0. */
function standardDeviation(numbers: readonly number[]): number {
  if (numbers.length === 1) return 0;
  const mean = numbers.reduce(plus, 0) / numbers.length;
  const squares = numbers.reduce((sum, number) => sum + (number - mean) ** 2, 0);
  return Math.sqrt(squares / (numbers.length - 1));
}

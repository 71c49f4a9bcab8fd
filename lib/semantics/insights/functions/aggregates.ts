import { percentileOf } from "../../statistics/percentile.ts";
import { Structure } from "../rows/structure.ts";
import { compareForSort } from "../sort-order.ts";
import { compareValues, keyOf, Timestamp, toNumber, toText, type Value } from "../values.ts";

/** Collects one group's values of one aggregate. */
export interface Aggregate {
  /** @param time the event's time, milliseconds */
  add(value: Value, time: number | undefined): void;
  result(): Value;
}

export interface AggregateDefinition {
  readonly minimum: number;
  readonly maximum: number;
  /** What its constant argument is. */
  readonly constant?: "percentage" | "buckets" | "interval" | "top";
  /** @param constant the constant argument; an interval in milliseconds */
  readonly create: (constant: number) => Aggregate;
}

/**
 * The aggregates of `stats` by their names in lower case, without underscores.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Stats.html#CWL_QuerySyntax-stats-functions
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-timeseries-functions.html
 */
const AGGREGATES: Readonly<Record<string, AggregateDefinition>> = {
  count: { minimum: 0, maximum: 1, create: count },
  countdistinct: { minimum: 1, maximum: 1, create: countDistinct },
  sum: { minimum: 1, maximum: 1, create: () => ofNumbers(sumOf) },
  avg: { minimum: 1, maximum: 1, create: () => ofNumbers((numbers) => sumOf(numbers) / numbers.length) },
  min: { minimum: 1, maximum: 1, create: () => best((order) => order < 0, compareLoosely, countable) },
  max: { minimum: 1, maximum: 1, create: () => best((order) => order > 0, compareLoosely, countable) },
  pct: {
    minimum: 2,
    maximum: 2,
    constant: "percentage",
    create: (share) => ofNumbers((numbers) => percentile(numbers, share)),
  },
  median: { minimum: 1, maximum: 1, create: () => ofNumbers((numbers) => percentile(numbers, 50)) },
  stddev: { minimum: 1, maximum: 1, create: () => ofNumbers(standardDeviation) },
  variance: {
    minimum: 1,
    maximum: 1,
    create: () => ofNumbers((numbers) => squares(numbers) / numbers.length),
  },
  values: { minimum: 1, maximum: 1, create: collect },
  collectvalues: { minimum: 1, maximum: 1, create: collect },
  topk: { minimum: 2, maximum: 2, constant: "top", create: mostFrequent },
  earliest: { minimum: 1, maximum: 1, create: () => byTime((time, kept) => time < kept) },
  latest: { minimum: 1, maximum: 1, create: () => byTime((time, kept) => time > kept) },
  sortsfirst: { minimum: 1, maximum: 1, create: () => best((order) => order < 0, compareForSort) },
  sortslast: { minimum: 1, maximum: 1, create: () => best((order) => order > 0, compareForSort) },
  countovertime: { minimum: 0, maximum: 1, create: count },
  sumovertime: { minimum: 1, maximum: 1, create: () => ofNumbers(sumOf) },
  rate: { minimum: 2, maximum: 2, constant: "interval", create: rate },
  histogram: { minimum: 2, maximum: 2, constant: "buckets", create: histogram },
};

/** An aggregate by its name in any case, with or without underscores. */
export function aggregateNamed(name: string): AggregateDefinition | undefined {
  const plain = plainName(name);
  return Object.hasOwn(AGGREGATES, plain) ? AGGREGATES[plain] : undefined;
}

export function plainName(name: string): string {
  return name.toLowerCase().replaceAll("_", "");
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);

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

function ofNumbers(compute: (numbers: number[]) => Value): Aggregate {
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
      const candidate = value instanceof Structure ? undefined : read(value);
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
    result: () => (kept?.value instanceof Timestamp ? kept.value.time : kept?.value),
  };
}

/** The distinct values in the order in which they sort. */
function collect(): Aggregate {
  const seen = new Map<string, Value>();
  return {
    add: (value) => {
      if (value !== undefined) seen.set(keyOf(value), value);
    },
    result: () => new Structure([...seen.values()].sort(compareForSort).map(jsonOf)),
  };
}

function mostFrequent(top: number): Aggregate {
  const counts = new Map<string, { readonly value: Value; count: number }>();
  return {
    add: (value) => {
      if (value === undefined) return;
      const entry = counts.get(keyOf(value)) ?? { value, count: 0 };
      entry.count += 1;
      counts.set(keyOf(value), entry);
    },
    result: () => {
      const ordered = [...counts.values()].sort(
        (one, other) => other.count - one.count || compareForSort(one.value, other.value),
      );
      return new Structure(ordered.slice(0, top).map(({ value }) => jsonOf(value)));
    },
  };
}

/** The change of a field between the first and the last event, for each interval. */
function rate(interval: number): Aggregate {
  let first: { readonly number: number; readonly time: number } | undefined;
  let last = first;
  return {
    add: (value, time = 0) => {
      const number = toNumber(value);
      if (number === undefined) return;
      if (!first || time < first.time) first = { number, time };
      if (!last || time >= last.time) last = { number, time };
    },
    result: () => {
      if (!first || !last || first.time === last.time) return undefined;
      return ((last.number - first.number) / (last.time - first.time)) * interval;
    },
  };
}

/** A map from the bounds of ranges of equal width to how many values lie in each. */
function histogram(buckets: number): Aggregate {
  return ofNumbers((numbers) => {
    const [least, most] = [
      numbers.reduce((one, other) => Math.min(one, other)),
      numbers.reduce((one, other) => Math.max(one, other)),
    ];
    const width = (most - least) / buckets;
    const counts = Array.from({ length: buckets }, () => 0);
    for (const number of numbers) {
      const index = width === 0 ? 0 : Math.min(buckets - 1, Math.floor((number - least) / width));
      counts[index]! += 1;
    }
    return new Structure(
      Object.fromEntries(
        counts.map((counted, index) => [`${least + index * width}-${least + (index + 1) * width}`, counted]),
      ),
    );
  });
}

function jsonOf(value: Value): unknown {
  if (value instanceof Structure) return value.content;
  return value instanceof Timestamp ? toText(value) : value;
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
  return numbers.length === 1 ? 0 : Math.sqrt(squares(numbers) / (numbers.length - 1));
}

function squares(numbers: readonly number[]): number {
  const mean = sumOf(numbers) / numbers.length;
  return numbers.reduce((sum, number) => sum + (number - mean) ** 2, 0);
}

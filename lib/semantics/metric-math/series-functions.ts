import { finite, type SeriesValues } from "./values.ts";

export interface Clock {
  /** Seconds. */
  readonly period: number;
  /** Starts of the periods in milliseconds since the epoch, oldest first. */
  readonly timestamps: readonly number[] | undefined;
}

type SeriesFunction = (values: SeriesValues, clock: Clock) => SeriesValues;

/** Each datapoint compared with the one before it; the first has none to be compared with. */
function compared(apply: (change: number, seconds: number) => number): SeriesFunction {
  return (values, { period, timestamps }) => {
    let before: number | undefined;
    return values.map((value, index) => {
      if (value === null) return null;
      const previous = before;
      before = index;
      if (previous === undefined) return null;
      const apart = timestamps
        ? (timestamps[index]! - timestamps[previous]!) / 1000
        : (index - previous) * period;
      return finite(apply(value - values[previous]!, apart));
    });
  };
}

function runningSum(values: SeriesValues): SeriesValues {
  let sum = 0;
  return values.map((value) => {
    if (value === null) return null;
    sum += value;
    return finite(sum);
  });
}

function calendar(read: (date: Date) => number): SeriesFunction {
  return (values, { timestamps }) =>
    values.map((_, index) => read(new Date(timestamps?.[index] ?? Number.NaN)));
}

/** Functions of one series that make a series. Weekdays count from Monday, 1. */
export const SERIES_FUNCTIONS: Readonly<Record<string, SeriesFunction>> = {
  DIFF: compared((change) => change),
  DIFF_TIME: compared((_, seconds) => seconds),
  RATE: compared((change, seconds) => change / seconds),
  RUNNING_SUM: runningSum,
  MINUTE: calendar((date) => date.getUTCMinutes()),
  HOUR: calendar((date) => date.getUTCHours()),
  DAY: calendar((date) => date.getUTCDay() || 7),
  DATE: calendar((date) => date.getUTCDate()),
  MONTH: calendar((date) => date.getUTCMonth() + 1),
  YEAR: calendar((date) => date.getUTCFullYear()),
  EPOCH: calendar((date) => Math.floor(date.getTime() / 1000)),
};

export const CALENDAR_FUNCTIONS: readonly string[] = [
  "MINUTE",
  "HOUR",
  "DAY",
  "DATE",
  "MONTH",
  "YEAR",
  "EPOCH",
];

/** Missing datapoints replaced by the last one before them. */
export function fillByRepeating(values: SeriesValues): SeriesValues {
  let last: number | null = null;
  return values.map((value) => {
    last = value ?? last;
    return last;
  });
}

/** Missing datapoints replaced by values on the line between their neighbours; the ends repeat the nearest. */
export function fillLinearly(values: SeriesValues): SeriesValues {
  const known = values.flatMap((value, index) => (value === null ? [] : [index]));
  return values.map((value, index) => {
    if (value !== null) return value;
    const before = known.findLast((one) => one < index);
    const after = known.find((one) => one > index);
    if (before === undefined || after === undefined) return values[before ?? after ?? index] ?? null;
    const share = (index - before) / (after - before);
    return values[before]! * (1 - share) + values[after]! * share;
  });
}

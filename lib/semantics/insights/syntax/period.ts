import { QueryCompileError } from "./query-compile-error.ts";
import type { Token } from "./tokens.ts";
import type { Period } from "./tree.ts";

const UNITS: Readonly<Record<Period["unit"], readonly string[]>> = {
  millisecond: ["millisecond", "ms", "msec"],
  second: ["second", "s", "sec"],
  minute: ["minute", "m", "min"],
  hour: ["hour", "h", "hr"],
  day: ["day", "d"],
  week: ["week", "w"],
  month: ["month", "mo", "mon"],
  quarter: ["quarter", "q", "qtr"],
  year: ["year", "y", "yr"],
};

const MILLISECONDS = {
  millisecond: 1,
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
} as const;

/** Monday, 5 January 1970: the first day of a whole week after the epoch. */
const FIRST_MONDAY = 4 * MILLISECONDS.day;
const WEEK = 7 * MILLISECONDS.day;
const MONTHS = { month: 1, quarter: 3, year: 12 } as const;

/**
 * What a unit is capped at: `bin(300s)` is one minute.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-operations-functions.html#CWL_QuerySyntax-datetime
 */
const CAPS: Partial<Record<Period["unit"], number>> = {
  millisecond: 1_000,
  second: 60,
  minute: 60,
  hour: 24,
};

/** The period as the functions of time take it: no more than the cap of its unit. */
export function capped({ count, unit }: Period): Period {
  return { count: Math.min(count, CAPS[unit] ?? count), unit };
}

/** Milliseconds of a period before or after a time: months and years by the calendar. */
export function shifted(time: number, { count, unit }: Period, direction: 1 | -1): number {
  if (unit === "week") return time + direction * count * WEEK;
  if (unit !== "month" && unit !== "quarter" && unit !== "year")
    return time + direction * count * MILLISECONDS[unit];
  const date = new Date(time);
  const month = date.getUTCMonth() + direction * count * MONTHS[unit];
  const last = new Date(Date.UTC(date.getUTCFullYear(), month + 1, 0)).getUTCDate();
  date.setUTCMonth(month, Math.min(date.getUTCDate(), last));
  return date.getTime();
}

/**
 * A number and a unit such as `5m`, `2hrs` or `1month`.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Stats.html
 *
 * @throws QueryCompileError
 */
export function parsePeriod(token: Extract<Token, { kind: "period" }>): Period {
  const unit = token.unit.toLowerCase();
  for (const [name, spellings] of Object.entries(UNITS) as [Period["unit"], readonly string[]][])
    for (const spelling of spellings)
      if (unit === spelling || (spelling.length > 1 && unit === `${spelling}s`)) {
        if (Number.isSafeInteger(token.count) && token.count > 0) return { count: token.count, unit: name };
        throw new QueryCompileError(`period ${token.text}: expected a whole number from 1`, token);
      }
  throw new QueryCompileError(
    `period ${token.text}: expected a unit of ms, s, m, h, d, w, mo, q or y`,
    token,
  );
}

/** The start of the period that a time lies in. */
export function floorTime(time: number, { count, unit }: Period): number {
  switch (unit) {
    case "week": {
      const size = WEEK * count;
      return FIRST_MONDAY + Math.floor((time - FIRST_MONDAY) / size) * size;
    }
    case "month":
    case "quarter":
    case "year": {
      const months = MONTHS[unit] * count;
      return monthStart(Math.floor(monthOf(time) / months) * months);
    }
    default: {
      const size = MILLISECONDS[unit] * count;
      return Math.floor(time / size) * size;
    }
  }
}

/** The start of the first period that begins at or after a time. */
export function ceilTime(time: number, period: Period): number {
  const floor = floorTime(time, period);
  if (floor === time) return time;
  const { count, unit } = period;
  if (unit === "week") return floor + WEEK * count;
  if (unit === "month" || unit === "quarter" || unit === "year")
    return monthStart(monthOf(floor) + MONTHS[unit] * count);
  return floor + MILLISECONDS[unit] * count;
}

function monthOf(time: number): number {
  const date = new Date(time);
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
}

function monthStart(month: number): number {
  return Date.UTC(1970, month);
}

import { type Day, type DayTest, lastDay, parseDayOfMonth, parseDayOfWeek } from "./cron-days.ts";
import { type FieldRange, parseField } from "./cron-field.ts";
import { ScheduleSyntaxError } from "./schedule-syntax-error.ts";
import { timeOf, wallClockAt } from "./time-zone.ts";

/** A parsed `cron(…)`: which minutes of which days. */
export interface Cron {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly includes: (day: Day) => boolean;
  /** The years that it names. @default every year */
  readonly years: ReadonlySet<number> | undefined;
}

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const MINUTE: FieldRange = { name: "minute", minimum: 0, maximum: 59 };
const HOUR: FieldRange = { name: "hour", minimum: 0, maximum: 23 };
const MONTH: FieldRange = { name: "month", minimum: 1, maximum: 12, names: MONTHS, firstName: 1 };
const YEAR: FieldRange = { name: "year", minimum: 1970, maximum: 2199 };
/** Of five fields: 0 and 7 are Sunday, 1 is Monday. */
const DAY_OF_WEEK_FIVE: FieldRange = {
  name: "day of week",
  minimum: 0,
  maximum: 7,
  names: DAYS,
  firstName: 0,
  cycle: 7,
};
/** Of six fields: 1 is Sunday, 7 is Saturday. */
const DAY_OF_WEEK_SIX: FieldRange = {
  name: "day of week",
  minimum: 1,
  maximum: 7,
  names: DAYS,
  firstName: 1,
};

/** A day is looked for in so many years: 29 February on a given weekday comes every 28 years, around 2100 after 40. */
const SEARCHED_YEARS = 41;
const DAY_MS = 86_400_000;

/**
 * The five fields of alarm mute rules: minute, hour, day of month, month, day of week. Where both day fields name days, one
 * of them is enough.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-mute-rules.html
 *
 * @throws ScheduleSyntaxError
 */
export function parseFiveFieldCron(fields: string): Cron {
  const parts = split(fields, 5, "minute, hour, day of month, month, day of week");
  const [minute, hour, ofMonth, month, ofWeek] = parts as [string, string, string, string, string];
  if (ofMonth.includes("W") || ofWeek.includes("/"))
    throw new ScheduleSyntaxError(
      `cron(${fields}): expected no W in day of month and no step in day of week`,
    );
  return cron(minute, hour, month, undefined, [
    parseDayOfMonth(ofMonth),
    parseDayOfWeek(ofWeek, DAY_OF_WEEK_FIVE),
  ]);
}

/**
 * The six fields of scheduled queries: minute, hour, day of month, month, day of week, year. One of the two day fields
 * says nothing: `?` or `*`.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/scheduled-queries-schedule-reference.html
 *
 * @throws ScheduleSyntaxError
 */
export function parseSixFieldCron(fields: string): Cron {
  const parts = split(fields, 6, "minute, hour, day of month, month, day of week, year");
  const [minute, hour, ofMonth, month, ofWeek, year] = parts as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const open = [ofMonth, ofWeek].filter((field) => field === "?" || field === "*");
  if (open.length === 0 || (ofMonth === "?" && ofWeek === "?"))
    throw new ScheduleSyntaxError(`cron(${fields}): expected ? in one of day of month and day of week`);
  const days: [DayTest, DayTest] = [parseDayOfMonth(ofMonth), parseDayOfWeek(ofWeek, DAY_OF_WEEK_SIX)];
  return cron(minute, hour, month, parseField(year, YEAR), days);
}

/** The runs of a schedule strictly after a time, in order, milliseconds since the epoch. */
export function* cronTimes(expression: Cron, after: number, zone: string): Generator<number> {
  const start = wallClockAt(after, zone);
  // From the day before: a change of clocks may bring a wall time of yesterday after this moment.
  let day = Date.UTC(start.year, start.month - 1, start.day) - DAY_MS;
  const end = expression.years ? Date.UTC(Math.max(...expression.years) + 1, 0, 1) : Number.POSITIVE_INFINITY;
  let latest = after;
  let found = day;
  while (day < end && day - found < SEARCHED_YEARS * 366 * DAY_MS) {
    const date = new Date(day);
    const today: Day = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
    if (expression.includes(today)) {
      found = day;
      for (const time of timesOn(expression, today, zone))
        if (time > latest) {
          latest = time;
          yield time;
        }
    }
    day += DAY_MS;
  }
}

function timesOn({ hours, minutes }: Cron, day: Day, zone: string): number[] {
  const times = hours.flatMap((hour) =>
    minutes.map((minute) => timeOf({ ...day, hour, minute, second: 0 }, zone)),
  );
  return times.sort((one, other) => one - other);
}

function cron(
  minute: string,
  hour: string,
  month: string,
  years: ReadonlySet<number> | undefined,
  [ofMonth, ofWeek]: readonly [DayTest, DayTest],
): Cron {
  const months = parseField(month, MONTH);
  const isDay = (day: Day): boolean =>
    ofMonth && ofWeek ? ofMonth(day) || ofWeek(day) : (ofMonth?.(day) ?? true) && (ofWeek?.(day) ?? true);
  return {
    minutes: listOf(parseField(minute, MINUTE), MINUTE),
    hours: listOf(parseField(hour, HOUR), HOUR),
    years,
    includes: (day) =>
      (years?.has(day.year) ?? true) &&
      (months?.has(day.month) ?? true) &&
      day.day <= lastDay(day.year, day.month) &&
      isDay(day),
  };
}

function listOf(values: ReadonlySet<number> | undefined, { minimum, maximum }: FieldRange): number[] {
  const all = values ?? Array.from({ length: maximum - minimum + 1 }, (_, index) => minimum + index);
  return [...all].sort((one, other) => one - other);
}

function split(fields: string, count: number, names: string): string[] {
  const parts = fields.trim().split(/\s+/);
  if (parts.length !== count)
    throw new ScheduleSyntaxError(
      `cron(${fields}): expected ${count} fields (${names}), found ${parts.length}`,
    );
  return parts;
}

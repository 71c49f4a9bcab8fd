import { type FieldRange, parseField, parseValue } from "./cron-field.ts";
import { ScheduleSyntaxError } from "./schedule-syntax-error.ts";

/** A calendar day. */
export interface Day {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

/** Whether a day belongs to a field; undefined when every day does. */
export type DayTest = ((day: Day) => boolean) | undefined;

const DAY_OF_MONTH: FieldRange = { name: "day of month", minimum: 1, maximum: 31 };

/**
 * The day-of-month field: numbers, `L` for the last day, `L-3`, `15W` for the weekday nearest to the 15th, `LW`.
 *
 * @throws ScheduleSyntaxError
 */
export function parseDayOfMonth(text: string): DayTest {
  if (text === "L") return ({ year, month, day }) => day === lastDay(year, month);
  if (text === "LW")
    return ({ year, month, day }) => day === nearestWeekday(year, month, lastDay(year, month));
  const before = /^L-(\d{1,2})$/.exec(text)?.[1];
  if (before !== undefined) return ({ year, month, day }) => day === lastDay(year, month) - Number(before);
  const near = /^(\d{1,2})W$/.exec(text)?.[1];
  if (near !== undefined) {
    const wanted = parseValue(near, DAY_OF_MONTH);
    return ({ year, month, day }) =>
      wanted <= lastDay(year, month) && day === nearestWeekday(year, month, wanted);
  }
  const days = parseField(text, DAY_OF_MONTH);
  return days && (({ day }) => days.has(day));
}

/**
 * The day-of-week field: numbers or names, `FRIL` or `6L` for the last of a month, `MON#1` for the first.
 *
 * @throws ScheduleSyntaxError
 */
export function parseDayOfWeek(text: string, range: FieldRange): DayTest {
  const weekdayOf = (value: number): number => (value - (range.firstName ?? 0)) % 7;
  if (text === "L") return (day) => weekday(day) === 6;
  const last = /^(\w+)L$/.exec(text)?.[1];
  if (last !== undefined) {
    const wanted = weekdayOf(parseValue(last, range));
    return (day) => weekday(day) === wanted && day.day + 7 > lastDay(day.year, day.month);
  }
  const [name, nth, ...rest] = text.split("#");
  if (nth !== undefined) {
    if (rest.length > 0 || !/^[1-5]$/.test(nth))
      throw new ScheduleSyntaxError(
        `day of week "${text}": expected the 1st to 5th of a month, such as MON#1`,
      );
    const wanted = weekdayOf(parseValue(name!, range));
    return (day) => weekday(day) === wanted && Math.ceil(day.day / 7) === Number(nth);
  }
  const values = parseField(text, range);
  if (!values) return undefined;
  const weekdays = new Set([...values].map(weekdayOf));
  return (day) => weekdays.has(weekday(day));
}

/** Days of a month. */
export function lastDay(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** 0 is Sunday. */
function weekday({ year, month, day }: Day): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay();
}

/** The Monday to Friday nearest to a day, within its month. */
function nearestWeekday(year: number, month: number, day: number): number {
  const on = weekday({ year, month, day });
  if (on === 6) return day > 1 ? day - 1 : day + 2;
  if (on === 0) return day < lastDay(year, month) ? day + 1 : day - 2;
  return day;
}

import { monthNamed } from "./month-names.ts";

/** The parts of a date as a line has them: text of digits, the month as digits or as its name. */
export interface DateParts {
  readonly year?: string | undefined;
  readonly century?: string | undefined;
  readonly month?: string | undefined;
  readonly day?: string | undefined;
  /** From 001 to 366, instead of month and day. */
  readonly dayOfYear?: string | undefined;
  /** From 01 to 53 as ISO 8601 counts the weeks of a year, instead of month and day. */
  readonly week?: string | undefined;
  /** From 1, Monday, to 7, beside the week. */
  readonly weekday?: string | undefined;
  readonly hour?: string | undefined;
  readonly minute?: string | undefined;
  readonly second?: string | undefined;
  /** Digits behind the decimal point of the second. */
  readonly fraction?: string | undefined;
  /** `AM`, `PM`, or what Chinese, Japanese and Korean have for them, for hours of a twelve-hour clock. */
  readonly half?: string | undefined;
  /** `Z`, `+0100`, `+01:00`, `CET`. */
  readonly zone?: string | undefined;
}

/** The year that stands for one that is not written: a leap year, so that each day is in it. */
export const ANY_YEAR = 2000;

/** What a clock showed, as if it were UTC, in milliseconds since the epoch; undefined when there is no such date. */
export function wallTimeOf(parts: DateParts): number | undefined {
  const year = yearOf(parts);
  const [hour, minute, second] = [hourOf(parts), Number(parts.minute ?? 0), Number(parts.second ?? 0)];
  if (hour === undefined || hour > 23 || minute > 59 || second > 60 || year < 1970) return undefined;
  const day = dayOf(parts, year);
  if (day === undefined) return undefined;
  return day + hour * 3_600_000 + minute * 60_000 + second * 1_000 + millisecondsOf(parts.fraction);
}

/** Of the digits behind a decimal point. */
export const millisecondsOf = (fraction = ""): number => Number(fraction.slice(0, 3).padEnd(3, "0"));

/** Start of the day. */
function dayOf({ month, day, dayOfYear, week, weekday }: DateParts, year: number): number | undefined {
  if (week !== undefined) return dayOfWeek(year, Number(week), Number(weekday ?? 1));
  if (dayOfYear !== undefined) {
    const days = Number(dayOfYear);
    return days >= 1 && days <= (isLeap(year) ? 366 : 365) ? Date.UTC(year, 0, days) : undefined;
  }
  const number = monthOf(month ?? "1");
  const days = Number(day ?? 1);
  if (number === undefined || days < 1 || days > daysIn(year, number)) return undefined;
  return Date.UTC(year, number, days);
}

/** The first week is the one with the fourth of January. https://www.iso.org/iso-8601-date-and-time-format.html */
function dayOfWeek(year: number, week: number, weekday: number): number | undefined {
  if (week < 1 || week > 53 || weekday < 1 || weekday > 7) return undefined;
  const fourth = new Date(Date.UTC(year, 0, 4)).getUTCDay() || 7;
  const thursday = Date.UTC(year, 0, 4 - fourth + 4 + (week - 1) * 7);
  // Only some years have 53 weeks.
  if (new Date(thursday).getUTCFullYear() !== year) return undefined;
  return thursday + (weekday - 4) * 86_400_000;
}

/** Counted from 0. */
function monthOf(text: string): number | undefined {
  if (!/^\s*\d/.test(text)) return monthNamed(text);
  const number = Number(text) - 1;
  return number >= 0 && number <= 11 ? number : undefined;
}

export const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

const daysIn = (year: number, month: number): number =>
  month === 1
    ? isLeap(year)
      ? 29
      : 28
    : month === 3 || month === 5 || month === 8 || month === 10
      ? 30
      : 31;

/** The hour 12 of a twelve-hour clock is the one that begins its half. */
function hourOf({ hour = "0", half }: DateParts): number | undefined {
  if (half === undefined) return Number(hour);
  if (Number(hour) < 1 || Number(hour) > 12) return undefined;
  return (Number(hour) % 12) + (/^(?:p|下|午後|오후)/i.test(half) ? 12 : 0);
}

/** Years of two digits as POSIX reads them: 69 to 99 are of the last century, unless the century is written too. */
function yearOf({ year, century }: DateParts): number {
  if (year === undefined) return century === undefined ? ANY_YEAR : Number(century) * 100;
  const number = Number(year);
  if (year.trim().length > 2) return number;
  if (century !== undefined) return Number(century) * 100 + number;
  return number < 69 ? 2000 + number : 1900 + number;
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const MINUTE = 60_000;

/** The parts of a date as a line has them: text of digits, the month as digits or as its name. */
export interface DateParts {
  readonly year?: string;
  readonly month?: string;
  readonly day?: string;
  readonly hour?: string;
  readonly minute?: string;
  readonly second?: string;
  /** Digits behind the decimal point of the second. */
  readonly fraction?: string;
  /** `Z`, `+0100`, `+01:00`. @default UTC */
  readonly zone?: string;
  /** `AM` or `PM`, for hours of a twelve-hour clock. */
  readonly half?: string;
}

/** Milliseconds since the epoch; undefined when there is no such date. */
export function timeOf(parts: DateParts): number | undefined {
  const month = monthOf(parts.month ?? "1");
  const [year, day] = [Number(parts.year ?? 1970), Number(parts.day ?? 1)];
  const [hour, minute, second] = [hourOf(parts), Number(parts.minute ?? 0), Number(parts.second ?? 0)];
  if (month === undefined || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60) return undefined;
  const milliseconds = Number((parts.fraction ?? "").slice(0, 3).padEnd(3, "0"));
  return Date.UTC(fullYear(year), month, day, hour, minute, second, milliseconds) - zoneOffset(parts.zone);
}

/** Counted from 0. */
function monthOf(text: string): number | undefined {
  const number = /^\d/.test(text) ? Number(text) - 1 : MONTHS.indexOf(text.slice(0, 3).toLowerCase());
  return number >= 0 && number <= 11 ? number : undefined;
}

function hourOf({ hour = "0", half }: DateParts): number {
  if (half === undefined) return Number(hour);
  return (Number(hour) % 12) + (half.toLowerCase() === "pm" ? 12 : 0);
}

/** Years of two digits as POSIX reads them: 69 to 99 are of the last century. */
function fullYear(year: number): number {
  if (year >= 100) return year;
  return year < 69 ? 2000 + year : 1900 + year;
}

function zoneOffset(zone: string | undefined): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone ?? "") ?? [];
  if (sign === undefined) return 0;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes ?? 0)) * MINUTE;
}

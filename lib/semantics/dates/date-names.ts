/** What a language calls months and days of the week; Sunday is the first. */
export interface DateNames {
  readonly months: readonly string[];
  readonly shortMonths: readonly string[];
  readonly days: readonly string[];
  readonly shortDays: readonly string[];
}

const known = new Map<string, DateNames>();

/** @throws RangeError for a text that is no language tag */
export function dateNames(locale: string): DateNames {
  let names = known.get(locale);
  if (names === undefined) {
    const monthNames = (month: "long" | "short"): string[] => {
      // With the day beside it, a language gives the form that a date has.
      const format = new Intl.DateTimeFormat(locale, { month, day: "numeric", timeZone: "UTC" });
      return Array.from({ length: 12 }, (_, index) => partOf(format, Date.UTC(2000, index, 1), "month"));
    };
    const dayNames = (weekday: "long" | "short"): string[] => {
      const format = new Intl.DateTimeFormat(locale, { weekday, timeZone: "UTC" });
      return Array.from({ length: 7 }, (_, index) => partOf(format, Date.UTC(2000, 0, 2 + index), "weekday"));
    };
    names = {
      months: monthNames("long"),
      shortMonths: monthNames("short"),
      days: dayNames("long"),
      shortDays: dayNames("short"),
    };
    known.set(locale, names);
  }
  return names;
}

function partOf(format: Intl.DateTimeFormat, time: number, type: "month" | "weekday"): string {
  return format.formatToParts(time).find((part) => part.type === type)?.value ?? "";
}

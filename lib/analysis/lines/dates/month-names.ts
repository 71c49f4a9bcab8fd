const ENGLISH = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/** The short and long names of these differ from each other in no month. */
const OTHER_LANGUAGES = ["de", "fr", "es", "it", "pt", "nl", "sv"];

const months = new Map<string, number>();

/** Names of months in other languages than English → their numbers from 0; in small letters, without a point. */
export function otherMonthNames(): ReadonlyMap<string, number> {
  if (months.size > 0) return months;
  for (const language of OTHER_LANGUAGES)
    for (const month of ["short", "long"] as const) {
      const format = new Intl.DateTimeFormat(language, { day: "numeric", month, timeZone: "UTC" });
      for (let number = 0; number < 12; number++) {
        const part = format.formatToParts(Date.UTC(2000, number, 1)).find(({ type }) => type === "month");
        if (part !== undefined) months.set(part.value.toLowerCase().replace(/\.$/, ""), number);
      }
    }
  return months;
}

/** Number of a month from 0, by its name; undefined when it is none. */
export function monthNamed(text: string): number | undefined {
  const name = text.toLowerCase().replace(/\.$/, "");
  const number = ENGLISH.indexOf(name.slice(0, 3));
  // Names of the other languages that begin like an English one are of the same month.
  return number === -1 ? otherMonthNames().get(name) : number;
}

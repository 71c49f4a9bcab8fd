/** Times of the cloud are shown in UTC, as the services' consoles and messages have them, with the reader's beside them. */

/** `12:34:56.789` */
export function timeOfDay(milliseconds: number): string {
  const text = isoOf(milliseconds);
  return text.slice(11, 23);
}

/** `2026-01-02 12:34:56` */
export function dateAndTime(milliseconds: number): string {
  return isoOf(milliseconds).slice(0, 19).replace("T", " ");
}

/** The same in another zone. */
export function dateAndTimeIn(milliseconds: number, timeZone: string): string {
  if (timeZone === "UTC") return dateAndTime(milliseconds);
  return new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" }).format(
    milliseconds,
  );
}

const LOCAL = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  timeZoneName: "short",
});
const LOCAL_DATE = new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit" });

/** `13:34:56 CET`, with the date where that is another than in UTC. */
export function localTime(milliseconds: number): string {
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) return "-";
  const day = LOCAL_DATE.format(date);
  return `${day === date.toISOString().slice(0, 10) ? "" : `${day} `}${LOCAL.format(date)}`;
}

/** Whether a reader's clock shows UTC at a time. */
export function isReaderInUtc(milliseconds: number): boolean {
  return new Date(milliseconds).getTimezoneOffset() === 0;
}

function isoOf(milliseconds: number): string {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? "-" : date.toISOString();
}

const UNITS = [
  [86_400_000, "d"],
  [3_600_000, "h"],
  [60_000, "min"],
] as const;

/** `13 min`, `5 h`, `3 d`: in the largest unit that is there once. */
export function lengthOf(milliseconds: number): string {
  const [length, unit] = UNITS.find(([one]) => milliseconds >= one) ?? [1_000, "s"];
  return `${Math.floor(milliseconds / length)} ${unit}`;
}

import { timeOf, type WallClock, wallClockAt } from "../schedule/time-zone.ts";
import { type DateNames, dateNames } from "./date-names.ts";

interface Moment {
  readonly clock: WallClock;
  readonly time: number;
  readonly zone: string;
  readonly names: DateNames;
}

const TOKEN = /'((?:[^']|'')*)'?|([A-Za-z])\2*/g;

const pad = (value: number, length: number): string => String(value).padStart(length, "0");
const millisecond = (time: number): number => ((time % 1000) + 1000) % 1000;
const weekday = ({ year, month, day }: WallClock): number =>
  new Date(Date.UTC(year, month - 1, day)).getUTCDay();

const LETTERS: Readonly<Record<string, (moment: Moment, count: number) => string>> = {
  y: ({ clock }, count) => (count === 2 ? pad(clock.year % 100, 2) : pad(clock.year, count)),
  u: ({ clock }, count) => (count === 2 ? pad(clock.year % 100, 2) : pad(clock.year, count)),
  M: monthText,
  L: monthText,
  d: ({ clock }, count) => pad(clock.day, count),
  H: ({ clock }, count) => pad(clock.hour, count),
  k: ({ clock }, count) => pad(clock.hour || 24, count),
  K: ({ clock }, count) => pad(clock.hour % 12, count),
  h: ({ clock }, count) => pad(clock.hour % 12 || 12, count),
  m: ({ clock }, count) => pad(clock.minute, count),
  s: ({ clock }, count) => pad(clock.second, count),
  S: ({ time }, count) => pad(millisecond(time), 3).padEnd(count, "0").slice(0, count),
  a: ({ clock }) => (clock.hour < 12 ? "AM" : "PM"),
  E: ({ clock, names }, count) => (count === 4 ? names.days : names.shortDays)[weekday(clock)]!,
  X: (moment, count) => (minutesAhead(moment) === 0 ? "Z" : offsetText(moment, count)),
  x: offsetText,
  Z: (moment, count) => offsetText(moment, count < 4 ? 2 : 3),
  z: zoneName,
};

/** Whether every letter of a pattern can be written. */
export function isOutputPattern(pattern: string): boolean {
  return [...pattern.matchAll(TOKEN)].every(
    ([, , letter]) => letter === undefined || Object.hasOwn(LETTERS, letter),
  );
}

/**
 * A time in the form of a pattern of Java's DateTimeFormatter: letters y u M L d H k K h m s S a E X x Z z, texts in single
 * quotes.
 *
 * @param time milliseconds since the epoch
 * @throws RangeError for an unknown zone
 * @see https://docs.oracle.com/javase/8/docs/api/java/time/format/DateTimeFormatter.html
 */
export function formatDatePattern(time: number, pattern: string, zone: string, locale: string): string {
  const moment = { clock: wallClockAt(time, zone), time, zone, names: dateNames(locale) };
  return pattern.replaceAll(TOKEN, (text, quoted: string | undefined, letter: string | undefined) => {
    if (letter !== undefined) return LETTERS[letter]?.(moment, text.length) ?? text;
    return quoted === "" && text === "''" ? "'" : (quoted ?? "").replaceAll("''", "'");
  });
}

function monthText({ clock, names }: Moment, count: number): string {
  if (count < 3) return pad(clock.month, count);
  return (count === 3 ? names.shortMonths : names.months)[clock.month - 1]!;
}

function minutesAhead({ clock, time }: Moment): number {
  return Math.round((timeOf(clock, "UTC") - Math.floor(time / 1000) * 1000) / 60_000);
}

/** `+01` of one letter, `+0100` of two, `+01:00` of three. */
function offsetText(moment: Moment, count: number): string {
  const minutes = minutesAhead(moment);
  const size = Math.abs(minutes);
  const hours = `${minutes < 0 ? "-" : "+"}${pad(Math.floor(size / 60), 2)}`;
  if (count === 1 && size % 60 === 0) return hours;
  return `${hours}${count === 3 ? ":" : ""}${pad(size % 60, 2)}`;
}

function zoneName({ time, zone }: Moment): string {
  if (/^(?:UTC|GMT)?[+-]|^Z$/.test(zone)) return zone;
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "short" });
  return format.formatToParts(time).find(({ type }) => type === "timeZoneName")?.value ?? zone;
}

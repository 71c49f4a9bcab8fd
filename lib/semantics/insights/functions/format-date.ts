import { DAYS, MONTHS } from "../../schedule/calendar-names.ts";
import { timeOf, type WallClock, wallClockAt } from "../../schedule/time-zone.ts";

interface Moment {
  readonly clock: WallClock;
  readonly time: number;
  readonly zone: string;
}

const pad = (value: number, length = 2, fill = "0"): string => String(value).padStart(length, fill);
const twelve = (hour: number): number => hour % 12 || 12;
const weekday = ({ clock }: Moment): number =>
  new Date(Date.UTC(clock.year, clock.month - 1, clock.day)).getUTCDay();

/** What each letter of strftime stands for. */
const LETTERS: Readonly<Record<string, (moment: Moment) => string>> = {
  Y: ({ clock }) => pad(clock.year, 4),
  y: ({ clock }) => pad(clock.year % 100),
  m: ({ clock }) => pad(clock.month),
  d: ({ clock }) => pad(clock.day),
  e: ({ clock }) => pad(clock.day, 2, " "),
  H: ({ clock }) => pad(clock.hour),
  I: ({ clock }) => pad(twelve(clock.hour)),
  M: ({ clock }) => pad(clock.minute),
  S: ({ clock }) => pad(clock.second),
  L: ({ time }) => pad(((time % 1000) + 1000) % 1000, 3),
  f: ({ time }) => pad((((time % 1000) + 1000) % 1000) * 1000, 6),
  p: ({ clock }) => (clock.hour < 12 ? "AM" : "PM"),
  j: ({ clock }) =>
    pad((Date.UTC(clock.year, clock.month - 1, clock.day) - Date.UTC(clock.year, 0, 0)) / 86_400_000, 3),
  a: (moment) => DAYS[weekday(moment)]!.slice(0, 3),
  A: (moment) => DAYS[weekday(moment)]!,
  u: (moment) => String(weekday(moment) || 7),
  w: (moment) => String(weekday(moment)),
  b: ({ clock }) => MONTHS[clock.month - 1]!.slice(0, 3),
  h: ({ clock }) => MONTHS[clock.month - 1]!.slice(0, 3),
  B: ({ clock }) => MONTHS[clock.month - 1]!,
  s: ({ time }) => String(Math.floor(time / 1000)),
  z: offset,
  Z: ({ zone }) => zone,
  F: (moment) => format(moment, "%Y-%m-%d"),
  T: (moment) => format(moment, "%H:%M:%S"),
  R: (moment) => format(moment, "%H:%M"),
  D: (moment) => format(moment, "%m/%d/%y"),
  n: () => "\n",
  t: () => "\t",
  "%": () => "%",
};

/** A time in the manner of strftime, such as `%Y-%m-%d %H:%M`. Letters that mean nothing stay. */
export function formatDate(time: number, pattern: string, zone: string): string {
  return format({ clock: wallClockAt(time, zone), time, zone }, pattern);
}

function format(moment: Moment, pattern: string): string {
  return pattern.replaceAll(/%([A-Za-z%])/g, (whole, letter: string) =>
    Object.hasOwn(LETTERS, letter) ? LETTERS[letter]!(moment) : whole,
  );
}

/** `+0900`. */
function offset({ clock, time }: Moment): string {
  const minutes = Math.round((timeOf(clock, "UTC") - Math.floor(time / 1000) * 1000) / 60_000);
  const sign = minutes < 0 ? "-" : "+";
  const size = Math.abs(minutes);
  return `${sign}${pad(Math.floor(size / 60))}${pad(size % 60)}`;
}

/** A time of day on a calendar day, without a time zone. */
export interface WallClock {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const OFFSET = /^(?:UTC|GMT)?([+-])(\d{2}):?(\d{2})$/;
const FORMATS = new Map<string, Intl.DateTimeFormat>();

/**
 * Whether a text names a time zone: an IANA name such as `Europe/Berlin`, or an offset such as `+05:30`, `UTC+05:30`, `Z`.
 */
export function isTimeZone(zone: string): boolean {
  if (zone === "Z" || OFFSET.test(zone)) return true;
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** The clock on the wall of a zone. @throws RangeError for an unknown zone */
export function wallClockAt(time: number, zone: string): WallClock {
  const offset = fixedOffset(zone);
  if (offset !== undefined) return utcClock(time + offset);
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(time)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return { year, month, day, hour: hour % 24, minute, second };
}

/**
 * When a zone's clock shows a time, in milliseconds since the epoch. A time that a change of clocks leaves out is taken as
 * if the change came later; of a time that comes twice it is the first.
 *
 * @throws RangeError for an unknown zone
 */
export function timeOf(clock: WallClock, zone: string): number {
  const wanted = Date.UTC(clock.year, clock.month - 1, clock.day, clock.hour, clock.minute, clock.second);
  const offset = fixedOffset(zone);
  if (offset !== undefined) return wanted - offset;
  const before = wanted - offsetAt(wanted - DAY, zone);
  const after = wanted - offsetAt(wanted + DAY, zone);
  const fitting = [before, after].filter((time) => time + offsetAt(time, zone) === wanted);
  return fitting.length > 0 ? Math.min(...fitting) : before;
}

const DAY = 86_400_000;

function offsetAt(time: number, zone: string): number {
  const { year, month, day, hour, minute, second } = wallClockAt(time, zone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(time / 1000) * 1000;
}

function fixedOffset(zone: string): number | undefined {
  if (zone === "UTC" || zone === "GMT" || zone === "Z") return 0;
  const found = OFFSET.exec(zone);
  if (!found) return undefined;
  const minutes = Number(found[2]) * 60 + Number(found[3]);
  return (found[1] === "-" ? -minutes : minutes) * 60_000;
}

/** The parts of a moment as a clock of UTC shows it. */
export function utcClock(time: number): WallClock {
  const date = new Date(time);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  };
}

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = FORMATS.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    FORMATS.set(zone, format);
  }
  return format;
}

import { ABBREVIATIONS } from "./zone-offsets.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Zones change their offset at multiples of this. */
const QUARTER = 15 * MINUTE;

/** What turns the reading of a clock into an instant. */
export interface Zone {
  readonly name: string;
  /** @param wall what the clock shows, as if it were UTC, milliseconds; the first of two instants that show it */
  toUtc(wall: number): number;
  /** The second of two instants at which the clock shows this; undefined when there is one only. @default never */
  secondToUtc?(wall: number): number | undefined;
}

/** A clock that is put back by so much, or more, shows times twice. */
const PUT_BACK = 30 * MINUTE;

/** Follows a clock from reading to reading: where it falls back in the hour that it shows twice, it shows it for the second time. */
export class WallClock {
  readonly #zone: Zone;
  #last = Number.NEGATIVE_INFINITY;
  #isSecond = false;

  constructor(zone: Zone) {
    this.#zone = zone;
  }

  toUtc(wall: number): number {
    const first = this.#zone.toUtc(wall);
    const second = this.#zone.secondToUtc?.(wall);
    if (second === undefined) this.#isSecond = false;
    else this.#isSecond ||= first < this.#last - PUT_BACK && second - this.#last < 2 * PUT_BACK;
    this.#last = second !== undefined && this.#isSecond ? second : first;
    return this.#last;
  }
}

/** A time zone that nobody knows. */
export class UnknownTimeZoneError extends Error {
  override readonly name = "UnknownTimeZoneError";
}

export const UTC: Zone = { name: "UTC", toUtc: (wall) => wall };

const known = new Map<string, Zone | undefined>();
const MOST_KNOWN = 1_000;

/** A zone by its offset (`+01`, `-0800`, `UTC+5:30`), abbreviation (`CET`) or name (`Europe/Berlin`); undefined for other text. */
export function zoneOf(text: string): Zone | undefined {
  if (known.has(text)) return known.get(text);
  if (known.size >= MOST_KNOWN) known.clear();
  const zone = zoneOfOffset(text) ?? zoneOfAbbreviation(text) ?? zoneOfName(text);
  known.set(text, zone);
  return zone;
}

/** @throws UnknownTimeZoneError */
export function timeZone(text: string): Zone {
  const zone = zoneOf(text);
  if (zone) return zone;
  throw new UnknownTimeZoneError(
    `There is no time zone "${text}": expected a name such as Europe/Berlin, an offset such as +01:00, or UTC.`,
  );
}

const OFFSET = /^(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?(?::?(\d{2}))?$/;
/** https://www.iana.org/time-zones: from Baker Island to Kiritimati. */
const MOST_HOURS = 14;

function zoneOfOffset(text: string): Zone | undefined {
  const [, sign, hours, minutes = "0", seconds = "0"] = OFFSET.exec(text) ?? [];
  if (sign === undefined || Number(hours) > MOST_HOURS || Number(minutes) > 59) return undefined;
  const offset = (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000;
  return fixedZone(text, sign === "-" ? -offset : offset);
}

function zoneOfAbbreviation(text: string): Zone | undefined {
  const name = text.toUpperCase();
  const minutes = Object.hasOwn(ABBREVIATIONS, name) ? ABBREVIATIONS[name] : undefined;
  return minutes === undefined ? undefined : fixedZone(text, minutes * MINUTE);
}

const fixedZone = (name: string, offset: number): Zone => ({ name, toUtc: (wall) => wall - offset });

function zoneOfName(name: string): Zone | undefined {
  if (!/^[A-Za-z][\w+-]*(?:\/[\w+-]+){0,2}$/.test(name)) return undefined;
  try {
    return new NamedZone(name);
  } catch {
    return undefined;
  }
}

/** A zone of the time zone database, as Intl knows it. */
class NamedZone implements Zone {
  readonly name: string;
  readonly #format: Intl.DateTimeFormat;
  #quarter = Number.NaN;
  #offset = 0;
  #secondQuarter = Number.NaN;
  #secondOffset: number | undefined;

  /** @throws RangeError when there is none of that name */
  constructor(name: string) {
    this.name = name;
    this.#format = new Intl.DateTimeFormat("en-US", {
      timeZone: name,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  }

  toUtc(wall: number): number {
    const quarter = Math.floor(wall / QUARTER);
    if (quarter !== this.#quarter) {
      this.#offset = this.#offsetOfWall(quarter * QUARTER);
      this.#quarter = quarter;
    }
    return wall - this.#offset;
  }

  secondToUtc(wall: number): number | undefined {
    const quarter = Math.floor(wall / QUARTER);
    if (quarter !== this.#secondQuarter) {
      this.#secondQuarter = quarter;
      const after = this.#offsetAt(quarter * QUARTER + DAY);
      const first = this.#offsetOfWall(quarter * QUARTER);
      const isTwice = after !== first && this.#offsetAt(quarter * QUARTER - after) === after;
      this.#secondOffset = isTwice ? after : undefined;
    }
    return this.#secondOffset === undefined ? undefined : wall - this.#secondOffset;
  }

  /** Of a clock that shows a time twice, the first; of one that never shows it, as if it had not been put forward. */
  #offsetOfWall(wall: number): number {
    const [before, after] = [this.#offsetAt(wall - DAY), this.#offsetAt(wall + DAY)];
    if (before === after || this.#offsetAt(wall - before) === before) return before;
    return this.#offsetAt(wall - after) === after ? after : before;
  }

  #offsetAt(time: number): number {
    const parts: Record<string, number> = {};
    for (const { type, value } of this.#format.formatToParts(time)) parts[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(time / 1_000) * 1_000;
  }
}

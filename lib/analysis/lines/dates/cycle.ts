import { ANY_YEAR, isLeap } from "./date-parts.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const YEAR_START = Date.UTC(ANY_YEAR, 0, 1);
const FEBRUARY_29 = Date.UTC(ANY_YEAR, 1, 29);
const MARCH_1 = Date.UTC(ANY_YEAR, 2, 1);
/** Leap years are at most so far apart. */
const LEAP_SPAN = 8;

/** What a date leaves out: the year, or the whole date when only a time of day is written. */
export type Left = "year" | "date";

const LENGTH = { year: 366 * DAY, date: DAY } as const;
/** A line may be earlier than the one before by so much without being of the next year, or day. */
const BACKWARD = { year: 60 * DAY, date: 2 * HOUR } as const;

/**
 * Follows the dates of one file that leave out their year (or day) from line to line: where they fall back by much, the next
 * year has begun.
 */
export class Cycle {
  readonly left: Left;
  #last: number | undefined;

  constructor(left: Left) {
    this.left = left;
  }

  /** @returns milliseconds since the start of the file's first year (of 366 days), or day */
  next(wall: number): number {
    const length = LENGTH[this.left];
    const position = (wall - YEAR_START) % length;
    if (this.#last === undefined) {
      this.#last = position;
      return position;
    }
    let distance = (position - (((this.#last % length) + length) % length) + length) % length;
    if (distance > length - BACKWARD[this.left]) distance -= length;
    const next = this.#last + distance;
    this.#last = next;
    return next;
  }
}

/** Finds in which year (or day) a file begins: the latest in which its last line is not later than the file itself. */
export class CycleAnchor {
  readonly #cycle: Cycle;
  #latest = Number.NEGATIVE_INFINITY;
  /** Years, counted from that of the first line, that have a February 29. */
  readonly #leap = new Set<number>();

  constructor(left: Left) {
    this.#cycle = new Cycle(left);
  }

  see(wall: number): void {
    const position = this.#cycle.next(wall);
    this.#latest = Math.max(this.#latest, position);
    if (this.#cycle.left === "year" && wall >= FEBRUARY_29 && wall < MARCH_1)
      this.#leap.add(Math.floor(position / LENGTH.year));
  }

  /** @param written when the file was last written, milliseconds since the epoch */
  start(written: number): CycleStart {
    const { left } = this.#cycle;
    if (left === "date") {
      const last = Math.max(this.#latest, 0);
      return { left, start: Math.floor((written - last) / DAY) * DAY };
    }
    // A file that was written in another zone may end a day later.
    const limit = written + DAY;
    const latest = Math.max(this.#latest, 0);
    let year = new Date(limit).getUTCFullYear() - Math.floor(latest / LENGTH.year);
    while (timeIn(year, latest) > limit) year--;
    for (let tried = 0; tried < LEAP_SPAN && !this.#fits(year); tried++) year--;
    return { left, start: year };
  }

  #fits(year: number): boolean {
    return [...this.#leap].every((later) => isLeap(year + later));
  }
}

/** Where the first line of a file stands: its year, or the start of its day in milliseconds since the epoch. */
export interface CycleStart {
  readonly left: Left;
  readonly start: number;
}

/** Completes the dates of one file, line by line. */
export class CycleReader {
  readonly #cycle: Cycle;
  readonly #start: number;

  constructor({ left, start }: CycleStart) {
    this.#cycle = new Cycle(left);
    this.#start = start;
  }

  /** @returns what the clock showed, as if it were UTC, milliseconds since the epoch */
  read(wall: number): number {
    const position = this.#cycle.next(wall);
    return this.#cycle.left === "date" ? this.#start + position : timeIn(this.#start, position);
  }
}

/** A position in years of 366 days as a time of the calendar. */
function timeIn(firstYear: number, position: number): number {
  const years = Math.floor(position / LENGTH.year);
  const within = position - years * LENGTH.year;
  const year = firstYear + years;
  const isBehindFebruary = YEAR_START + within >= MARCH_1;
  return Date.UTC(year, 0, 1) + within - (isBehindFebruary && !isLeap(year) ? DAY : 0);
}

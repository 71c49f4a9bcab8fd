import { UTC, type Zone } from "./dates/zone.ts";
import { clockFormat, dateFormat, dateFormatNames, dayFormat } from "./formats/date-formats.ts";
import { epochFormat, epochFormatNames, taiFormat } from "./formats/epoch-format.ts";
import { isObject, JsonFormat } from "./formats/json-format.ts";
import { patternFormat } from "./formats/pattern-format.ts";
import {
  type ReadingContext,
  type TimestampFormat,
  UnknownTimestampFormatError,
} from "./formats/timestamp-format.ts";

export { type TimestampFormat, UnknownTimestampFormatError } from "./formats/timestamp-format.ts";

const DAY = 86_400_000;
/** Numbers are no times when they are so much later than now. */
const AHEAD = 366 * DAY;

export interface FormatOptions {
  /** The zone of times that do not say theirs. @default UTC */
  readonly zone?: Zone | undefined;
  /** @default Date.now */
  readonly now?: (() => number) | undefined;
}

const contextOf = ({ zone = UTC, now = Date.now }: FormatOptions): ReadingContext => ({
  zone,
  latest: now() + AHEAD,
});

/** Formats that are recognized by themselves; of those that fit equally well the first is taken. */
function knownFormats(context: ReadingContext): readonly TimestampFormat[] {
  return [
    new JsonFormat(context),
    ...dateFormatNames.map((name) => dateFormat(name, context)),
    ...epochFormatNames.map((name) => epochFormat(name, context)),
    taiFormat(context),
    clockFormat(context),
    dayFormat(context),
  ];
}

/** Names of the formats that are recognized by themselves. */
export const timestampFormatNames: readonly string[] = knownFormats(contextOf({})).map(({ name }) => name);

/**
 * The format of a name such as `apache`, `iso` or `syslog`, or a strptime pattern.
 *
 * @throws UnknownTimestampFormatError
 */
export function timestampFormat(name: string, options: FormatOptions = {}): TimestampFormat {
  const context = contextOf(options);
  const known = knownFormats(context).find((format) => format.name === name);
  if (known) return known;
  if (name.includes("%")) return patternFormat(name, context);
  throw new UnknownTimestampFormatError(
    `There is no timestamp format "${name}": expected ${timestampFormatNames.join(", ")}, or a pattern such as "%d/%b/%Y:%H:%M:%S %z".`,
  );
}

/** Of the times that a format reads, so many must be as good as those of another for it to be as good. */
const MOST = 0.9;
/** Numbers of lines that follow each other do not differ by more. */
const STEADY = 30 * DAY;

/** Of the lines of a file that says days alone, so many begin with one: a single date may be anything. */
const MANY = 0.5;
/** So many times beside them are what messages tell of. */
const FEW = 0.1;

/** So many lines tell it, when so many of them have times. */
const FEW_LINES = 200;
const ENOUGH = 0.2;

interface Reading {
  readonly format: TimestampFormat;
  readonly times: readonly number[];
  /** How far from the start of their lines the times stand, in the middle. */
  readonly position: number;
}

/**
 * Guesses the format of the times in a few lines: the one that reads most of them, and of several the one whose times stand
 * first. Lines that are JSON objects have their times in their members.
 *
 * @returns undefined when none reads any
 */
export function detectTimestampFormat(
  lines: readonly string[],
  options: FormatOptions = {},
): TimestampFormat | undefined {
  const context = contextOf(options);
  const written = lines.filter((line) => line !== "");
  const few = written.slice(0, FEW_LINES);
  const format = detectIn(few, context);
  const isTold = format && readingOf(format, few).times.length >= few.length * ENOUGH;
  return isTold || few.length === written.length ? format : detectIn(written, context);
}

function detectIn(written: readonly string[], context: ReadingContext): TimestampFormat | undefined {
  if (written.filter(isObject).length > written.length / 2) {
    const json = new JsonFormat(context);
    if (written.some((line) => json.read(line) !== undefined)) return json;
    if (written.filter(isWholeObject).length > written.length / 2) return undefined;
  }
  const best = bestOf(
    knownFormats(context)
      .map((format) => readingOf(format, written))
      .filter(({ format, times }) => format.name !== "date" || times.length >= written.length * MANY),
    context.latest,
  );
  const name = dateFormatNames.find((one) => one === best?.format.name);
  if (best === undefined || name === undefined) return best?.format;
  const anchored = dateFormat(name, context, { atStart: true });
  return readingOf(anchored, written).times.length >= best.times.length * MOST ? anchored : best.format;
}

function isWholeObject(line: string): boolean {
  return isObject(line) && /\}\s*$/.test(line);
}

function readingOf(format: TimestampFormat, lines: readonly string[]): Reading {
  const times: number[] = [];
  const positions: number[] = [];
  for (const line of lines) {
    const time = format.read(line);
    if (time === undefined) continue;
    times.push(time);
    positions.push(format.position);
  }
  positions.sort((one, other) => one - other);
  return { format, times, position: positions[positions.length >> 1] ?? 0 };
}

function bestOf(readings: readonly Reading[], latest: number): Reading | undefined {
  const steady = readings.filter(({ format, times }) => !isNumeric(format) || isSteady(times));
  // A time of day alone is the last resort, and a day alone the very last.
  const days = steady.find(({ format }) => format.name === "date")?.times.length ?? 0;
  const timed = steady.filter(({ format, times }) => format.name !== "date" && times.length > days * FEW);
  const most = Math.max(...(timed.length > 0 ? timed : steady).map(({ times }) => times.length));
  if (most <= 0) return undefined;
  const good = (timed.length > 0 ? timed : steady).filter(({ times }) => times.length >= most * MOST);
  const dated = good.filter(({ format }) => format.leaves !== "date");
  const candidates = dated.length > 0 ? dated : good;
  const first = candidates.reduce((one, other) => (other.position < one.position ? other : one));
  return closest(
    candidates.filter(({ position }) => position === first.position),
    latest - AHEAD,
  );
}

/** Which number is the day and which the month or year is told by where the times come to lie: before now, and not long. */
function closest(readings: readonly Reading[], now: number): Reading {
  const [first] = readings as readonly [Reading];
  if (!isAmbiguous(first)) return first;
  const most = Math.max(...readings.map(({ times }) => times.length));
  const ambiguous = readings.filter((reading) => isAmbiguous(reading) && reading.times.length === most);
  const distance = ({ times }: Reading) => {
    const ahead = times.at(-1)! - (now + DAY);
    return ahead > 0 ? ahead * 1_000 : -ahead;
  };
  return ambiguous.reduce(
    (one, other) => (isCloser(distance(other), distance(one)) ? other : one),
    ambiguous[0] ?? first,
  );
}

/** By years: the month first and the day first differ by less, and then the usual one is taken. */
const isCloser = (one: number, other: number): boolean =>
  one < other && (other - one > 366 * DAY || other > 366 * DAY * 1_000);

const AMBIGUOUS = ["us", "european", "short", "reversed-us", "reversed-european"];
const isAmbiguous = ({ format }: Reading): boolean => AMBIGUOUS.includes(format.name);
const isNumeric = ({ name }: TimestampFormat): boolean => epochFormatNames.some((one) => one === name);

/** Identifiers jump, times do not. */
function isSteady(times: readonly number[]): boolean {
  const jumps = times.filter((time, index) => index > 0 && Math.abs(time - times[index - 1]!) > STEADY);
  return jumps.length <= times.length * (1 - MOST);
}

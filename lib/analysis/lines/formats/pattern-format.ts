import type { Left } from "../dates/cycle.ts";
import { millisecondsOf } from "../dates/date-parts.ts";
import { ShapeFormat } from "./shape-format.ts";
import { MONTH_NAME, ZONE_TEXT } from "./shape-parts.ts";
import {
  type ReadingContext,
  type TimestampFormat,
  UnknownTimestampFormatError,
} from "./timestamp-format.ts";

const WEEKDAYS = "(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat)[a-z]{0,6}";
const MONTH = MONTH_NAME.replace(/\\\.\?$/, "");

/** One directive each. Leading zeros are allowed and not needed, as POSIX says of strptime. */
const DIRECTIVES: Readonly<Record<string, string>> = {
  a: WEEKDAYS,
  A: WEEKDAYS,
  b: MONTH,
  B: MONTH,
  h: MONTH,
  C: String.raw`(?<century>\d{1,2})`,
  d: String.raw`\s?(?<day>\d{1,2})`,
  e: String.raw`\s?(?<day>\d{1,2})`,
  f: String.raw`(?<fraction>\d{1,9})`,
  g: String.raw`\d{1,2}`,
  G: String.raw`\d{4}`,
  H: String.raw`(?<hour>\d{1,2})`,
  I: String.raw`(?<hour>\d{1,2})`,
  j: String.raw`(?<dayOfYear>\d{1,3})`,
  k: String.raw`\s?(?<hour>\d{1,2})`,
  l: String.raw`\s?(?<hour>\d{1,2})`,
  L: String.raw`(?<fraction>\d{3})`,
  m: String.raw`(?<month>\d{1,2})`,
  M: String.raw`(?<minute>\d{1,2})`,
  n: String.raw`\s+`,
  N: String.raw`(?<fraction>\d{1,9})`,
  p: String.raw`(?<half>[AaPp]\.?[Mm]\.?)`,
  P: String.raw`(?<half>[AaPp]\.?[Mm]\.?)`,
  s: String.raw`(?<epoch>\d+)`,
  S: String.raw`(?<second>\d{1,2})`,
  t: String.raw`\s+`,
  u: "[1-7]",
  U: String.raw`\d{1,2}`,
  V: String.raw`\d{1,2}`,
  w: "[0-6]",
  W: String.raw`\d{1,2}`,
  y: String.raw`(?<year>\d{1,2})`,
  Y: String.raw`(?<year>\d{4})`,
  z: String.raw`(?<zone>[Zz]|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2}(?::?\d{2})?)?)`,
  Z: String.raw`(?<zone>${ZONE_TEXT}|[A-Za-z]{1,6}(?![\w/]))`,
  "%": "%",
};

/** Directives that stand for several. */
const COMPOUNDS: Readonly<Record<string, string>> = {
  c: "%a %b %e %H:%M:%S %Y",
  D: "%m/%d/%y",
  F: "%Y-%m-%d",
  r: "%I:%M:%S %p",
  R: "%H:%M",
  T: "%H:%M:%S",
  v: "%e-%b-%Y",
  x: "%m/%d/%y",
  X: "%H:%M:%S",
  "+": "%a %b %e %H:%M:%S %Z %Y",
};

/** Also with the flags and widths of other strptimes: `%-d`, `%_H`, `%3N`, `%:z`, `%Ey`. */
const DIRECTIVE = /%[-_0^#]?(\d?)[EO]?:{0,3}([A-Za-z%+])/g;

/**
 * A format such as `%d/%b/%Y:%H:%M:%S %z`, with the directives of strptime. It is looked for anywhere in a line.
 *
 * https://pubs.opengroup.org/onlinepubs/9799919799/functions/strptime.html
 *
 * @throws UnknownTimestampFormatError for an unknown directive, one that stands twice, or a pattern without a time
 */
export function patternFormat(pattern: string, context: ReadingContext): TimestampFormat {
  const { shape, names } = shapeOf(pattern);
  try {
    if (names.has("epoch")) return new EpochPattern(pattern, shape);
    return new ShapeFormat({ name: pattern, shape, leaves: leftBy(pattern, names) }, context);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new UnknownTimestampFormatError(
      `The timestamp format "${pattern}" names a part of the date twice: expected each once.`,
      { cause },
    );
  }
}

function leftBy(pattern: string, names: ReadonlySet<string>): Left | undefined {
  const hasDay = names.has("dayOfYear") || (names.has("month") && names.has("day"));
  if (hasDay) return names.has("year") || names.has("century") ? undefined : "year";
  const isClock = names.has("hour") && !["year", "century", "month", "day"].some((name) => names.has(name));
  if (isClock) return "date";
  throw new UnknownTimestampFormatError(
    `The timestamp format "${pattern}" has no whole date: expected a month and a day, %j, %s, or a time of day alone.`,
  );
}

function shapeOf(pattern: string): { readonly shape: string; readonly names: ReadonlySet<string> } {
  let written = pattern;
  for (let depth = 0; depth < 2; depth++)
    written = written.replaceAll(/%[EO]?([A-Za-z+])/g, (whole, name: string) => COMPOUNDS[name] ?? whole);
  let shape = "";
  let from = 0;
  for (const match of written.matchAll(DIRECTIVE)) {
    shape += literal(written.slice(from, match.index), pattern);
    shape += partOf(match, pattern);
    from = match.index + match[0].length;
  }
  shape += literal(written.slice(from), pattern);
  // A number is not begun in its middle, and one of seconds not left there.
  if (/^(?:\\s\?)?\(\?<\w+>\\d/.test(shape)) shape = String.raw`(?<!\d)${shape}`;
  return { shape, names: new Set(Array.from(shape.matchAll(/\(\?<(\w+)>/g), ([, name]) => name!)) };
}

function partOf([, width = "", name = ""]: RegExpExecArray, pattern: string): string {
  const part = Object.hasOwn(DIRECTIVES, name) ? DIRECTIVES[name] : undefined;
  if (part === undefined) throw unknownDirective(pattern, `%${name}`);
  if (width !== "" && (name === "N" || name === "L" || name === "f"))
    return String.raw`(?<fraction>\d{${width}})`;
  return part;
}

/** White space stands for any white space, also none. */
function literal(text: string, pattern: string): string {
  const stray = /%.?/.exec(text);
  if (stray) throw unknownDirective(pattern, stray[0]);
  return text.replaceAll(/\s+|[\\^$.*+?()[\]{}|/]/g, (sign) =>
    /\s/.test(sign) ? String.raw`\s*` : `\\${sign}`,
  );
}

const unknownDirective = (pattern: string, name: string) =>
  new UnknownTimestampFormatError(
    `The timestamp format "${pattern}" has the unknown directive ${name}: expected one of ${[
      ...Object.keys(DIRECTIVES),
      ...Object.keys(COMPOUNDS),
    ]
      .sort()
      .map((known) => `%${known}`)
      .join(" ")}.`,
  );

/** `%s`, also with a fraction behind it: whole numbers of seconds since the epoch. */
class EpochPattern implements TimestampFormat {
  readonly name: string;
  position = 0;
  readonly #shape: RegExp;

  constructor(name: string, shape: string) {
    this.name = name;
    this.#shape = new RegExp(
      shape.replace(String.raw`(?<epoch>\d+)`, String.raw`(?<![\d.])(?<epoch>\d{1,10})(?!\d)`),
    );
  }

  read(line: string): number | undefined {
    const match = this.#shape.exec(line);
    const { epoch, fraction } = match?.groups ?? {};
    if (epoch === undefined) return undefined;
    this.position = match!.index;
    return Number(epoch) * 1_000 + millisecondsOf(fraction);
  }
}

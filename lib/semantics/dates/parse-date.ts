import { lastDay } from "../schedule/cron-days.ts";
import { timeOf } from "../schedule/time-zone.ts";
import { type DateNames, dateNames } from "./date-names.ts";

/** What was read so far. */
interface Fields {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  millisecond: number;
  afternoon: boolean | undefined;
  /** Minutes ahead of UTC, when the text says so. */
  offset: number | undefined;
}

interface Piece {
  readonly pattern: string;
  readonly read?: (text: string, fields: Fields) => void;
}

const compiled = new Map<string, readonly Piece[] | undefined>();
/** Patterns that are remembered at a time. */
const MAX_COMPILED = 100;

/**
 * Milliseconds of a date in the form of a pattern of Java's DateTimeFormatter: letters y u M d H h K k m s S a E X x Z z,
 * texts in single quotes. Undefined when the text does not have the form, or there is no such date.
 *
 * @param locale language of the names of months and days
 */
export function parseDate(text: string, pattern: string, zone: string, locale = "en"): number | undefined {
  const pieces = piecesOf(pattern, locale);
  const source = pieces?.map((piece) => (piece.read ? `(${piece.pattern})` : piece.pattern)).join("");
  const found = source === undefined ? null : new RegExp(`^${source}$`, "i").exec(text);
  if (!pieces || !found) return undefined;
  const fields: Fields = {
    year: 1970,
    month: 1,
    day: 1,
    hour: 0,
    minute: 0,
    second: 0,
    millisecond: 0,
    afternoon: undefined,
    offset: undefined,
  };
  for (const [index, { read }] of pieces.filter((piece) => piece.read).entries())
    read!(found[index + 1]!, fields);
  return timeOfFields(fields, zone);
}

function timeOfFields(fields: Fields, zone: string): number | undefined {
  const { year, month, day, minute, second, millisecond, afternoon, offset } = fields;
  const hour = afternoon === undefined ? fields.hour : (fields.hour % 12) + (afternoon ? 12 : 0);
  const isReal =
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= lastDay(year, month) &&
    hour < 24 &&
    minute < 60 &&
    second < 60;
  if (!isReal) return undefined;
  const clock = { year, month, day, hour, minute, second };
  return (offset === undefined ? timeOf(clock, zone) : timeOf(clock, "UTC") - offset * 60_000) + millisecond;
}

/** Whether every letter of a pattern can be read. */
export function isDatePattern(pattern: string): boolean {
  return piecesOf(pattern, "en") !== undefined;
}

function piecesOf(pattern: string, locale: string): readonly Piece[] | undefined {
  const key = `${locale} ${pattern}`;
  if (!compiled.has(key)) {
    if (compiled.size >= MAX_COMPILED) compiled.clear();
    compiled.set(key, compile(pattern, dateNames(locale)));
  }
  return compiled.get(key);
}

const TOKEN = /'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']/g;

function compile(pattern: string, names: DateNames): readonly Piece[] | undefined {
  const pieces: Piece[] = [];
  let length = 0;
  for (const [text, quoted, letter] of pattern.matchAll(TOKEN)) {
    length += text.length;
    if (letter === undefined) {
      pieces.push({
        pattern: literal(quoted === undefined ? text : quoted === "" ? "'" : quoted.replaceAll("''", "'")),
      });
      continue;
    }
    const piece = letterPiece(letter, text.length, names);
    if (!piece) return undefined;
    pieces.push(piece);
  }
  return length === pattern.length ? pieces : undefined;
}

function letterPiece(letter: string, count: number, names: DateNames): Piece | undefined {
  const digits = count === 1 ? "\\d{1,2}" : `\\d{${count}}`;
  const number = (name: "day" | "hour" | "minute" | "second"): Piece => ({
    pattern: digits,
    read: (text, fields) => {
      fields[name] = Number(text);
    },
  });
  switch (letter) {
    case "y":
    case "u":
      return {
        pattern: count === 1 ? "\\d{1,4}" : `\\d{${count}}`,
        read: (text, fields) => {
          fields.year = Number(text) + (count === 2 ? 2000 : 0);
        },
      };
    case "M":
    case "L":
      return count < 3
        ? { pattern: digits, read: (text, fields) => (fields.month = Number(text)) }
        : {
            pattern: oneOf([...names.months, ...names.shortMonths]),
            read: (text, fields) => (fields.month = monthOf(text, names)),
          };
    case "d":
      return number("day");
    case "H":
    case "k":
    case "h":
    case "K":
      return number("hour");
    case "m":
      return number("minute");
    case "s":
      return number("second");
    case "S":
      return {
        pattern: `\\d{${count}}`,
        read: (text, fields) => (fields.millisecond = Math.floor(Number(`0.${text}`) * 1000)),
      };
    case "a":
      return { pattern: "[ap]m", read: (text, fields) => (fields.afternoon = text.toLowerCase() === "pm") };
    case "E":
      return { pattern: oneOf([...names.days, ...names.shortDays]) };
    case "X":
    case "x":
    case "Z":
    case "z":
      return {
        pattern: "Z|UTC|GMT|[+-]\\d{2}(?::?\\d{2})?",
        read: (text, fields) => (fields.offset = minutesAhead(text)),
      };
    default:
      return undefined;
  }
}

function monthOf(text: string, { months, shortMonths }: DateNames): number {
  const wanted = text.toLowerCase();
  const matches = (name: string): boolean => name.toLowerCase() === wanted;
  return 1 + (months.some(matches) ? months.findIndex(matches) : shortMonths.findIndex(matches));
}

/** A pattern of some names, the longer ones first. */
function oneOf(names: readonly string[]): string {
  return `(?:${[...names]
    .sort((left, right) => right.length - left.length)
    .map(literal)
    .join("|")})`;
}

function minutesAhead(text: string): number {
  const [, sign, hours, minutes = "0"] = /^([+-])(\d{2}):?(\d{2})?$/.exec(text) ?? [];
  if (hours === undefined) return 0;
  return (Number(hours) * 60 + Number(minutes)) * (sign === "-" ? -1 : 1);
}

function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

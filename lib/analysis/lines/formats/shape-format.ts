import type { Left } from "../dates/cycle.ts";
import { type DateParts, millisecondsOf, wallTimeOf } from "../dates/date-parts.ts";
import { WallClock, type Zone, zoneOf } from "../dates/zone.ts";
import type { ReadingContext, TimestampFormat } from "./timestamp-format.ts";

const DOT = 0x2e;
const COMMA = 0x2c;
const COLON = 0x3a;
const SPACE = 0x20;
const TAB = 0x09;
const ZERO = 0x30;
/** No date is shorter: two in one line cannot overlap so that the later one begins before this. */
const SHORTEST_DATE = 12;
const MOST_WORDS = 4_096;

export interface ShapeOptions {
  readonly name: string;
  /** A regular expression with groups named as the members of {@link DateParts}. */
  readonly shape: string;
  readonly leaves?: Left | undefined;
  /** Of letters in the shape. @default false */
  readonly ignoresCase?: boolean | undefined;
}

/**
 * A format that a regular expression describes. Of lines of the same minute only the first costs a search by it: for the others
 * it is enough that what stands around the seconds is the same.
 */
export class ShapeFormat implements TimestampFormat {
  readonly name: string;
  readonly leaves: Left | undefined;
  position = 0;
  zone: Zone | undefined;
  readonly #shape: RegExp;
  readonly #zone: Zone;
  #clock: WallClock;
  readonly #isAnchored: boolean;
  /** What stands in each date, at its start or before its minutes; empty when nothing does. */
  readonly #sign: string;
  /** Text from the start of a date to its seconds; empty when nothing is known. */
  #prefix = "";
  /** Text behind the seconds and their fraction that belongs to the date. */
  #suffix = "";
  #minute = 0;
  #place = 0;
  /** What stood behind a time and was no zone, up to the end of its first word. */
  readonly #words = new Set<string>();

  /** @throws SyntaxError when the shape has a group twice */
  constructor({ name, shape, leaves, ignoresCase = false }: ShapeOptions, context: ReadingContext) {
    this.name = name;
    this.leaves = leaves;
    this.#shape = new RegExp(shape, ignoresCase ? "di" : "d");
    this.#zone = context.zone;
    this.#clock = new WallClock(context.zone);
    this.#isAnchored = shape.startsWith("^");
    this.#sign = shape.startsWith("\\[") ? "[" : shape.includes("(?<hour>\\d{1,2}):(?<minute>") ? ":" : "";
  }

  read(line: string): number | undefined {
    return this.#prefix === "" ? this.#search(line) : (this.#readSameMinute(line) ?? this.#search(line));
  }

  restart(): void {
    this.#prefix = "";
    this.#clock = new WallClock(this.#zone);
  }

  #readSameMinute(line: string): number | undefined {
    const prefix = this.#prefix;
    let place = this.#place;
    if (!line.startsWith(prefix, place)) {
      if (this.#isAnchored) return undefined;
      place = line.indexOf(prefix);
      if (place === -1) return undefined;
    }
    if (!this.#isFirst(line, place) || isDigit(line.charCodeAt(place - 1))) return undefined;
    let at = place + prefix.length;
    const [tens, units] = [line.charCodeAt(at) - ZERO, line.charCodeAt(at + 1) - ZERO];
    if (!(tens >= 0 && tens <= 5 && units >= 0 && units <= 9)) return undefined;
    at += 2;
    let time = this.#minute + (tens * 10 + units) * 1_000;
    const sign = line.charCodeAt(at);
    if (sign === COLON || isDigit(sign)) return undefined;
    if ((sign === DOT || sign === COMMA) && isDigit(line.charCodeAt(at + 1))) {
      at++;
      let scale = 100;
      const start = at;
      for (; at < start + 10; at++) {
        const digit = line.charCodeAt(at) - ZERO;
        if (!(digit >= 0 && digit <= 9)) break;
        if (scale >= 1) time += digit * scale;
        scale /= 10;
      }
      if (at === start + 10) return undefined;
    }
    if (!this.#endsAsBefore(line, at)) return undefined;
    this.position = place;
    return time;
  }

  /** Whether no other date can stand before a place: there is no room for one, or nothing that one has to have. */
  #isFirst(line: string, place: number): boolean {
    return place < SHORTEST_DATE || (this.#sign !== "" && line.indexOf(this.#sign) >= place);
  }

  #endsAsBefore(line: string, at: number): boolean {
    const suffix = this.#suffix;
    if (suffix !== "")
      return line.startsWith(suffix, at) && !/[\w:/+-]/.test(line.charAt(at + suffix.length));
    const code = line.charCodeAt(at);
    const next = code === SPACE || code === TAB ? line.charCodeAt(at + 1) : code;
    if (next === 0x2b || next === 0x2d || next === 0x28)
      return !(isDigit(line.charCodeAt(at + 1)) || isDigit(line.charCodeAt(at + 2)) || next === 0x28);
    return !isLetter(next) || this.#words.has(wordAt(line, at));
  }

  #search(line: string): number | undefined {
    const match = this.#shape.exec(line);
    if (match === null) return undefined;
    const parts = match.groups as DateParts;
    const wall = wallTimeOf(parts);
    if (wall === undefined) return undefined;
    const zone = parts.zone === undefined ? undefined : zoneOf(parts.zone);
    this.zone = zone;
    this.position = match.index;
    const time = this.leaves === undefined ? (zone ?? this.#clock).toUtc(wall) : wall;
    this.#remember(line, match, time);
    return time;
  }

  #remember(line: string, match: RegExpExecArray, time: number): void {
    const { second, fraction } = match.indices!.groups!;
    this.#prefix = "";
    if (second === undefined) return;
    const seconds = Number(line.slice(second[0], second[1]));
    const end = (fraction ?? second)[1];
    const fractionText = match.groups!["fraction"];
    this.#prefix = line.slice(match.index, second[0]);
    this.#suffix = line.slice(end, match.index + match[0].length);
    this.#minute = time - seconds * 1_000 - millisecondsOf(fractionText);
    this.#place = match.index;
    if (this.#suffix !== "" || match.groups!["zone"] !== undefined) return;
    if (this.#words.size >= MOST_WORDS) this.#words.clear();
    this.#words.add(wordAt(line, end));
  }
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
const isLetter = (code: number): boolean => (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);

/** Up to the end of the word that begins there, or one sign behind it. */
function wordAt(line: string, from: number): string {
  let at = from + 1;
  while (isLetter(line.charCodeAt(at))) at++;
  return line.slice(from, at + 2);
}

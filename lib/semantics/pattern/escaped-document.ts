import type { EscapedText } from "./escaped-text.ts";
import type { JsonPlace } from "./json-place.ts";

const SPACE = 0x20;
const QUOTE = 0x22;
const PLUS = 0x2b;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const COLON = 0x3a;
const OPENING_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSING_BRACKET = 0x5d;
const LOWER_E = 0x65;
const LOWER_N = 0x6e;
const LOWER_R = 0x72;
const LOWER_T = 0x74;
const LOWER_U = 0x75;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

/** What a byte is inside a string: itself, a part of a character, or something that must be looked at. */
const PLAIN = 0;
const PART = 1;
const KINDS = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x80 ? PART : byte < SPACE || byte === QUOTE || byte === BACKSLASH ? 2 : PLAIN,
);

/** What may follow the backslash of a document's own escapes, `u` and what is escaped once more left out. */
const SHORT_ESCAPES = new Set(Array.from("/bfnrt", (character) => character.charCodeAt(0)));
const LITERALS = [
  [Array.from("true", (character) => character.charCodeAt(0)), true],
  [Array.from("false", (character) => character.charCodeAt(0)), false],
  [Array.from("null", (character) => character.charCodeAt(0)), null],
] as const;

const NO_BYTES: Uint8Array = new Uint8Array();
const EXACT_DIGITS = 15;
const DEEPEST_NESTING = 256;
/** Stands for any object or array: no condition looks into one. */
const NESTED: object = Object.freeze({});

/** What lies below one node of a document, as far as a place asks for it. */
class Branch {
  place: JsonPlace | undefined;
  readonly names: { readonly bytes: Uint8Array; readonly branch: Branch }[] = [];
  readonly elements = new Map<number, Branch>();
  /** The reading in which its node was met last. */
  reading = 0;

  below(step: string | number): Branch {
    if (typeof step === "number") {
      const branch = this.elements.get(step) ?? new Branch();
      this.elements.set(step, branch);
      return branch;
    }
    const bytes = new TextEncoder().encode(step);
    const known = this.named(bytes, 0, bytes.length);
    if (known !== undefined) return known;
    const branch = new Branch();
    this.names.push({ bytes, branch });
    return branch;
  }

  named(bytes: Uint8Array, start: number, end: number): Branch | undefined {
    const length = end - start;
    const { names } = this;
    next: for (let index = 0; index < names.length; index++) {
      const name = names[index] as (typeof names)[number];
      if (name.bytes.length !== length) continue;
      for (let at = 0; at < length; at++) if (name.bytes[at] !== bytes[start + at]) continue next;
      return name.branch;
    }
    return undefined;
  }

  /** Forgets what was read below: of members with one name the last counts. */
  clear(): void {
    this.place?.set(undefined);
    for (const { branch } of this.names) branch.clear();
    for (const branch of this.elements.values()) branch.clear();
  }
}

/**
 * Reads some places of JSON documents that stand escaped in a payload, without decoding the text or building the document. The
 * whole document is checked: one that JSON.parse would refuse has no values.
 */
export class EscapedDocumentReader {
  readonly #root = new Branch();
  readonly #places: readonly JsonPlace[];
  #text: EscapedText | undefined;
  #bytes = NO_BYTES;
  #at = 0;
  #reading = 0;

  constructor(places: Iterable<JsonPlace>) {
    this.#places = [...places];
    for (const place of this.#places)
      place.steps.reduce<Branch>((branch, step) => branch.below(step), this.#root).place = place;
  }

  /**
   * Gives the places their values.
   *
   * @returns false when the message is no object and no array, undefined when that takes a decoded text to find out
   */
  read(text: EscapedText): boolean | undefined {
    this.#text = text;
    this.#bytes = text.payload.bytes;
    this.#at = text.start;
    this.#reading++;
    const places = this.#places;
    for (let index = 0; index < places.length; index++) (places[index] as JsonPlace).set(undefined);
    const isRead = this.#document(text.end);
    this.#text = undefined;
    this.#bytes = NO_BYTES;
    return isRead;
  }

  #document(end: number): boolean | undefined {
    const first = this.#next();
    if (first !== OPENING_BRACE && first !== OPENING_BRACKET)
      return first === BACKSLASH && this.#bytes[this.#at + 1] === LOWER_U ? undefined : false;
    if (!this.#value(this.#root, 0)) return undefined;
    this.#next();
    return this.#at === end ? true : undefined;
  }

  /** The next byte that is no blank, which stays unread. */
  #next(): number {
    const bytes = this.#bytes;
    for (;;) {
      const byte = bytes[this.#at] as number;
      if (byte === SPACE) this.#at++;
      else if (byte === BACKSLASH) {
        const escaped = bytes[this.#at + 1];
        if (escaped !== LOWER_N && escaped !== LOWER_R && escaped !== LOWER_T) return byte;
        this.#at += 2;
      } else return byte;
    }
  }

  #value(branch: Branch | undefined, depth: number): boolean {
    const byte = this.#bytes[this.#at] as number;
    if (byte === BACKSLASH) return this.#string(branch?.place);
    if (byte === MINUS || (byte >= ZERO && byte <= 0x39)) return this.#number(branch?.place);
    if (byte !== OPENING_BRACE && byte !== OPENING_BRACKET) return this.#literal(branch?.place);
    if (depth === DEEPEST_NESTING) return false;
    branch?.place?.set(NESTED);
    return byte === OPENING_BRACE ? this.#object(branch, depth + 1) : this.#array(branch, depth + 1);
  }

  #object(branch: Branch | undefined, depth: number): boolean {
    this.#at++;
    if (this.#next() === CLOSING_BRACE) {
      this.#at++;
      return true;
    }
    for (;;) {
      const start = this.#at + 2;
      const isEscaped = this.#skipString();
      if (isEscaped === undefined || (isEscaped && branch !== undefined)) return false;
      const below = branch?.named(this.#bytes, start, this.#at - 2);
      if (this.#next() !== COLON) return false;
      this.#at++;
      this.#next();
      if (below !== undefined) this.#enter(below);
      if (!this.#value(below, depth)) return false;
      const after = this.#next();
      this.#at++;
      if (after === CLOSING_BRACE) return true;
      if (after !== COMMA) return false;
      this.#next();
    }
  }

  #array(branch: Branch | undefined, depth: number): boolean {
    this.#at++;
    if (this.#next() === CLOSING_BRACKET) {
      this.#at++;
      return true;
    }
    const elements = branch === undefined || branch.elements.size === 0 ? undefined : branch.elements;
    for (let index = 0; ; index++) {
      if (!this.#value(elements?.get(index), depth)) return false;
      const after = this.#next();
      this.#at++;
      if (after === CLOSING_BRACKET) return true;
      if (after !== COMMA) return false;
      this.#next();
    }
  }

  #enter(branch: Branch): void {
    if (branch.reading === this.#reading) branch.clear();
    branch.reading = this.#reading;
  }

  #string(place: JsonPlace | undefined): boolean {
    const start = this.#at + 2;
    const isEscaped = this.#skipString();
    if (isEscaped === undefined) return false;
    if (place === undefined) return true;
    const { payload } = this.#text as EscapedText;
    const raw = payload.slice(start, this.#at - 2);
    place.set(isEscaped ? JSON.parse(JSON.parse(`"\\"${raw}\\""`) as string) : raw);
    return true;
  }

  /** Goes behind a string; whether it has escapes in it, undefined if it is none or has some that are not looked at here. */
  #skipString(): boolean | undefined {
    const bytes = this.#bytes;
    let at = this.#at;
    if (bytes[at] !== BACKSLASH || bytes[at + 1] !== QUOTE) return undefined;
    let isEscaped = false;
    for (at += 2; ; ) {
      while (KINDS[bytes[at] as number] === PLAIN) at++;
      if (KINDS[bytes[at] as number] === PART) {
        at++;
        continue;
      }
      if (bytes[at] !== BACKSLASH) return undefined;
      const escaped = bytes[at + 1];
      if (escaped === QUOTE) {
        this.#at = at + 2;
        return isEscaped;
      }
      if (escaped !== BACKSLASH) return undefined;
      const length = this.#escapeLength(at + 2);
      if (length === 0) return undefined;
      isEscaped = true;
      at += length;
    }
  }

  /** Bytes of an escape of the document's own, whose backslash is two bytes here; 0 when it is none. */
  #escapeLength(at: number): number {
    const bytes = this.#bytes;
    const byte = bytes[at] as number;
    if (SHORT_ESCAPES.has(byte)) return 3;
    if (byte === BACKSLASH) return bytes[at + 1] === QUOTE || bytes[at + 1] === BACKSLASH ? 4 : 0;
    if (byte !== LOWER_U) return 0;
    for (let digit = at + 1; digit <= at + 4; digit++) if (!isHexadecimal(bytes[digit] as number)) return 0;
    return 7;
  }

  #number(place: JsonPlace | undefined): boolean {
    const bytes = this.#bytes;
    const start = this.#at;
    const isNegative = bytes[start] === MINUS;
    const first = isNegative ? start + 1 : start;
    let at = first;
    let value = 0;
    for (; isDigit(bytes[at] as number); at++) value = value * 10 + (bytes[at] as number) - ZERO;
    if (at === first || (bytes[first] === ZERO && at > first + 1)) return false;
    let isExact = at - first <= EXACT_DIGITS;
    if (bytes[at] === POINT) {
      isExact = false;
      const fraction = ++at;
      while (isDigit(bytes[at] as number)) at++;
      if (at === fraction) return false;
    }
    if (((bytes[at] as number) | 0x20) === LOWER_E) {
      isExact = false;
      at++;
      if (bytes[at] === PLUS || bytes[at] === MINUS) at++;
      const exponent = at;
      while (isDigit(bytes[at] as number)) at++;
      if (at === exponent) return false;
    }
    this.#at = at;
    if (place === undefined) return true;
    if (!isExact) place.set(Number((this.#text as EscapedText).payload.latin1.slice(start, at)));
    else place.set(isNegative ? -value : value);
    return true;
  }

  #literal(place: JsonPlace | undefined): boolean {
    for (const [literal, value] of LITERALS)
      if (literal.every((byte, index) => this.#bytes[this.#at + index] === byte)) {
        this.#at += literal.length;
        place?.set(value);
        return true;
      }
    return false;
  }
}

const isDigit = (byte: number): boolean => byte >= ZERO && byte <= 0x39;

const isHexadecimal = (byte: number): boolean =>
  isDigit(byte) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66);

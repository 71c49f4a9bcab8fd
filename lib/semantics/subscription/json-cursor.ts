import type { EscapedPayload } from "../pattern/escaped-text.ts";
import { MalformedSubscriptionError } from "./errors.ts";

const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPENING_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSING_BRACKET = 0x5d;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
const END = -1;

const SCALAR = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)$/;
const DEEPEST_NESTING = 512;

/**
 * Walks over JSON bytes without building values: just enough to find where members begin and end. Bytes rather than
 * text, because reading a byte is twice as fast as reading a character.
 */
export class JsonCursor {
  readonly #payload: EscapedPayload;
  readonly #bytes: Buffer;
  #position = 0;
  #depth = 0;

  constructor(payload: EscapedPayload) {
    this.#payload = payload;
    this.#bytes = payload.bytes;
  }

  atEnd(): boolean {
    return this.#peek() === END;
  }

  /** Skips a string and returns it as it stands, quotes included. */
  rawString(): string {
    const start = this.skipString();
    return this.#slice(start, this.#position);
  }

  /** Skips a string and returns where it starts, with its opening quote; it ends where the cursor is then. */
  skipString(): number {
    if (this.#peek() !== QUOTE) this.fail("a string");
    const start = this.#position;
    this.#skipString();
    return start;
  }

  /** Skips any value and returns it as it stands. */
  rawValue(): string {
    this.#peek();
    const start = this.#position;
    this.skipValue();
    return this.#slice(start, this.#position);
  }

  /** Goes through the members of an object; `visit` must read the value. */
  members(visit: (name: string) => void): void {
    this.#expect(OPENING_BRACE);
    if (this.#accept(CLOSING_BRACE)) return;
    do {
      const name = this.rawString();
      this.#expect(COLON);
      visit(name.includes("\\") ? decodeString(name) : name.slice(1, -1));
    } while (this.#accept(COMMA));
    this.#expect(CLOSING_BRACE);
  }

  /** Goes through the elements of an array; `visit` must read the element. */
  elements(visit: () => void): void {
    this.#expect(OPENING_BRACKET);
    if (this.#accept(CLOSING_BRACKET)) return;
    do visit();
    while (this.#accept(COMMA));
    this.#expect(CLOSING_BRACKET);
  }

  /** Reads the bytes if they are next as they stand, without whitespace. */
  acceptBytes(expected: Uint8Array): boolean {
    const bytes = this.#bytes;
    const start = this.#position;
    for (let at = 0; at < expected.length; at++) if (bytes[start + at] !== expected[at]) return false;
    this.#position = start + expected.length;
    return true;
  }

  /** Reads digits, up to fifteen of them; NaN if none are next. */
  digits(): number {
    const bytes = this.#bytes;
    const start = this.#position;
    let value = 0;
    let at = start;
    for (; at < start + 15; at++) {
      const digit = bytes[at]! - 0x30;
      if (!(digit >= 0 && digit <= 9)) break;
      value = value * 10 + digit;
    }
    this.#position = at;
    return at === start ? Number.NaN : value;
  }

  /** Where the cursor is, to go back to. */
  get position(): number {
    return this.#position;
  }

  set position(position: number) {
    this.#position = position;
  }

  skipValue(): void {
    const first = this.#peek();
    if (first === QUOTE) this.#skipString();
    else if (first === OPENING_BRACE || first === OPENING_BRACKET) this.#skipNested(first);
    else this.#skipScalar();
  }

  fail(expected: string): never {
    throw new MalformedSubscriptionError(
      `The subscription payload is not JSON: ${expected} expected at byte ${this.#position}.`,
    );
  }

  /** The next byte that is no whitespace, which stays unread. */
  #peek(): number {
    for (;;) {
      const byte = this.#bytes[this.#position];
      if (byte === undefined) return END;
      if (byte !== SPACE && byte !== LINE_FEED && byte !== CARRIAGE_RETURN && byte !== TAB) return byte;
      this.#position++;
    }
  }

  #expect(byte: number): void {
    if (this.#peek() !== byte) this.fail(`"${String.fromCharCode(byte)}"`);
    this.#position++;
  }

  #accept(byte: number): boolean {
    if (this.#peek() !== byte) return false;
    this.#position++;
    return true;
  }

  #skipNested(first: number): void {
    if (++this.#depth > DEEPEST_NESTING) this.fail("less nesting");
    if (first === OPENING_BRACE) this.members(() => this.skipValue());
    else this.elements(() => this.skipValue());
    this.#depth--;
  }

  #skipScalar(): void {
    const start = this.#position;
    while (isScalarByte(this.#bytes[this.#position])) this.#position++;
    if (SCALAR.test(this.#slice(start, this.#position))) return;
    this.#position = start;
    this.fail("a value");
  }

  #skipString(): void {
    const bytes = this.#bytes;
    const end = bytes.length;
    for (let at = this.#position + 1; at < end; at++) {
      const byte = bytes[at];
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) {
        this.#position = at + 1;
        return;
      }
    }
    this.fail("the end of a string");
  }

  #slice(start: number, end: number): string {
    return this.#payload.slice(start, end);
  }
}

/** Letters, digits, signs and points: what numbers, booleans and null are made of. */
function isScalarByte(byte = 0): boolean {
  if (byte >= 0x30) return byte <= 0x39 || (byte >= 0x61 && byte <= 0x7a) || byte === 0x45;
  return byte === 0x2b || byte === 0x2d || byte === 0x2e;
}

/**
 * The value of a JSON string given with its quotes.
 *
 * @throws MalformedSubscriptionError
 */
export function decodeString(raw: string): string {
  try {
    return JSON.parse(raw) as string;
  } catch {
    throw new MalformedSubscriptionError("The subscription payload has a string that is not JSON.");
  }
}

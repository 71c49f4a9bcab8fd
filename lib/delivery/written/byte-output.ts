const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const ZERO = 0x30;
const SHORT_ESCAPES: Readonly<Record<number, number>> = { 8: 0x62, 9: 0x74, 10: 0x6e, 12: 0x66, 13: 0x72 };
const DIGITS = Buffer.from("0123456789abcdef");

/** Bytes from which on a piece is copied by the engine. */
const SHORT_PIECE = 12;

/**
 * Bytes that are written one after another, by loops in JavaScript: for the short texts of a log line these take less than a call of
 * `Buffer.write` for each, and leave no garbage. What does not fit is dropped, and {@link isOver} tells.
 */
export class ByteOutput {
  bytes: Buffer;
  /** Where the next byte goes. */
  at: number;

  constructor(bytes: Buffer, at: number) {
    this.bytes = bytes;
    this.at = at;
  }

  /** Whether more was written than there is room for. */
  get isOver(): boolean {
    return this.at > this.bytes.length;
  }

  byte(value: number): void {
    this.bytes[this.at++] = value;
  }

  copy(piece: Buffer): void {
    const { bytes, at } = this;
    const end = at + piece.length;
    this.at = end;
    if (piece.length < SHORT_PIECE)
      for (let index = 0; index < piece.length; index++) bytes[at + index] = piece[index]!;
    else if (end <= bytes.length) bytes.set(piece, at);
  }

  /** Writes a text that needs no escape in JSON and has one byte a character; false, and nothing is written, for any other. */
  plain(text: string): boolean {
    const { bytes } = this;
    let at = this.at;
    for (let index = 0; index < text.length; index++) {
      const unit = text.charCodeAt(index);
      if (unit >= 0x7f || unit < 0x20 || unit === QUOTE || unit === BACKSLASH) return false;
      bytes[at++] = unit;
    }
    this.at = at;
    return true;
  }

  /** Writes the digits of a whole number of at most nine; false, and nothing is written, for any other. */
  wholeNumber(value: number): boolean {
    let rest = value | 0;
    if (rest !== value || rest < 0 || rest > 999_999_999 || Object.is(value, -0)) return false;
    let digits = 1;
    for (let left = rest; left > 9; left = (left / 10) | 0) digits += 1;
    const { bytes } = this;
    this.at += digits;
    for (let at = this.at - 1; digits > 0; digits--, at--) {
      const tenth = (rest / 10) | 0;
      bytes[at] = ZERO + rest - 10 * tenth;
      rest = tenth;
    }
    return true;
  }

  /**
   * Writes a text as UTF-8, halves of surrogate pairs as U+FFFD.
   *
   * @param escapes whether it is written as what stands between the quotes of a JSON string
   * @returns bytes of the text itself, without escapes
   */
  text(text: string, escapes: boolean): number {
    const { bytes } = this;
    const start = this.at;
    let at = start;
    let added = 0;
    for (let index = 0; index < text.length; index++) {
      const unit = text.charCodeAt(index);
      if (unit < 0x80) {
        if (escapes && (unit < 0x20 || unit === QUOTE || unit === BACKSLASH)) {
          const short = unit < 0x20 ? SHORT_ESCAPES[unit] : unit;
          bytes[at++] = BACKSLASH;
          if (short !== undefined) {
            bytes[at++] = short;
            added += 1;
          } else {
            bytes[at++] = 0x75;
            bytes[at++] = 0x30;
            bytes[at++] = 0x30;
            bytes[at++] = DIGITS[unit >> 4]!;
            bytes[at++] = DIGITS[unit & 15]!;
            added += 5;
          }
        } else bytes[at++] = unit;
      } else if (unit < 0x800) {
        bytes[at++] = 0xc0 | (unit >> 6);
        bytes[at++] = 0x80 | (unit & 63);
      } else {
        let character = unit;
        if (unit >= 0xd800 && unit <= 0xdfff) {
          const next = unit <= 0xdbff ? text.charCodeAt(index + 1) : 0;
          if (next >= 0xdc00 && next <= 0xdfff) {
            index += 1;
            character = 0x10000 + ((unit - 0xd800) << 10) + (next - 0xdc00);
          } else character = 0xfffd;
        }
        if (character > 0xffff) {
          bytes[at++] = 0xf0 | (character >> 18);
          bytes[at++] = 0x80 | ((character >> 12) & 63);
        } else bytes[at++] = 0xe0 | (character >> 12);
        bytes[at++] = 0x80 | ((character >> 6) & 63);
        bytes[at++] = 0x80 | (character & 63);
      }
    }
    this.at = at;
    return at - start - added;
  }
}

/** The bytes that {@link ByteOutput.text} writes. */
export function bytesOf(text: string, escapes: boolean): Buffer {
  return Buffer.from(escapes ? JSON.stringify(text).slice(1, -1) : text);
}

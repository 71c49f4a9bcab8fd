/** How a field's value is written. @see https://protobuf.dev/programming-guides/encoding/ */
const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;

/** Up to this many characters a loop is faster than a call of `Buffer.write`. */
const SHORT_TEXT = 48;
/** No UTF-16 unit takes more bytes in UTF-8. */
const UNIT_BYTES = 3;
const LONGEST_VARINT = 10;

/** Writes protocol buffers in one pass into one growing buffer: lengths of messages are filled in when they end. */
export class ProtoWriter {
  #buffer: Buffer;
  #at = 0;

  /** @param expectedBytes of the whole */
  constructor(expectedBytes: number) {
    this.#buffer = Buffer.allocUnsafeSlow(Math.max(64, expectedBytes));
  }

  finish(): Buffer {
    return this.#buffer.subarray(0, this.#at);
  }

  string(field: number, text: string): void {
    this.#reserve(text.length * UNIT_BYTES + 2 * LONGEST_VARINT);
    this.#varint(field * 8 + BYTES);
    if (text.length <= SHORT_TEXT && this.#shortAscii(text)) return;
    const start = this.#at;
    const expected = varintLength(text.length);
    const length = this.#buffer.write(text, start + expected, "utf8");
    this.#close(start, expected, length);
  }

  double(field: number, value: number): void {
    this.#reserve(LONGEST_VARINT + 8);
    this.#varint(field * 8 + FIXED64);
    this.#at = this.#buffer.writeDoubleLE(value, this.#at);
  }

  /** A whole number that is not negative, or a truth value. */
  integer(field: number, value: number | boolean): void {
    this.#reserve(2 * LONGEST_VARINT);
    this.#varint(field * 8 + VARINT);
    this.#varint(Number(value));
  }

  /** Any 64-bit integer, as text. */
  int64(field: number, text: string): void {
    this.#reserve(2 * LONGEST_VARINT);
    this.#varint(field * 8 + VARINT);
    let rest = BigInt.asUintN(64, BigInt(text));
    for (; rest >= 0x80n; rest >>= 7n) this.#buffer[this.#at++] = Number(rest & 0x7fn) | 0x80;
    this.#buffer[this.#at++] = Number(rest);
  }

  /** Begins a message; `expectedBytes` that are near spare it being moved. @returns what {@link close} takes */
  open(field: number, expectedBytes: number): number {
    this.#reserve(2 * LONGEST_VARINT);
    this.#varint(field * 8 + BYTES);
    const room = varintLength(expectedBytes);
    this.#at += room;
    // Both in one number: an object for each message would cost more than writing it.
    return (this.#at - room) * LONGEST_VARINT + room;
  }

  /** Ends the message that was begun last. */
  close(opened: number): void {
    const room = opened % LONGEST_VARINT;
    const start = (opened - room) / LONGEST_VARINT;
    this.#close(start, room, this.#at - start - room);
  }

  /** Puts a length in front of what stands behind the room that was left for it. */
  #close(start: number, room: number, length: number): void {
    const needed = varintLength(length);
    if (needed !== room) {
      this.#at = start + room + length;
      this.#reserve(LONGEST_VARINT);
      this.#buffer.copyWithin(start + needed, start + room, start + room + length);
    }
    this.#at = start;
    this.#varint(length);
    this.#at += length;
  }

  /** False, and nothing done, when a character is not ASCII. */
  #shortAscii(text: string): boolean {
    const buffer = this.#buffer;
    const { length } = text;
    let at = this.#at;
    buffer[at++] = length;
    for (let index = 0; index < length; index++) {
      const unit = text.charCodeAt(index);
      if (unit > 0x7f) return false;
      buffer[at++] = unit;
    }
    this.#at = at;
    return true;
  }

  #varint(value: number): void {
    let rest = value;
    while (rest > 0x7f) {
      this.#buffer[this.#at++] = (rest % 0x80) | 0x80;
      rest = rest < 0x7fff_ffff ? rest >>> 7 : Math.floor(rest / 0x80);
    }
    this.#buffer[this.#at++] = rest;
  }

  #reserve(bytes: number): void {
    if (this.#at + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(2 * this.#buffer.length + bytes);
    this.#buffer.copy(larger, 0, 0, this.#at);
    this.#buffer = larger;
  }
}

function varintLength(value: number): number {
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  let length = 2;
  for (let limit = 0x4000; value >= limit; limit *= 0x80) length += 1;
  return length;
}

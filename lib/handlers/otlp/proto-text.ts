/** Protocol buffers as texts of one character a byte. @see https://protobuf.dev/programming-guides/encoding/ */

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

const NOT_ASCII = /[^\0-\x7f]/;
const MILLION = 1_000_000;
const TWO_TO_32 = 2 ** 32;

const known: string[] = [];
/** Numbers up to this have their text kept. */
const KNOWN_NUMBERS = 16_384;
const bytes = new DataView(new ArrayBuffer(8));

/** Bytes as a text. */
export const binary = (buffer: Buffer): string => buffer.toString("latin1");

/** A whole number from 0 to 2^53. */
export function varint(value: number): string {
  if (value >= KNOWN_NUMBERS) return encoded(value);
  let text = known[value];
  if (text === undefined) {
    text = encoded(value);
    known[value] = text;
  }
  return text;
}

function encoded(value: number): string {
  let text = "";
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) text += String.fromCharCode((rest % 0x80) | 0x80);
  return text + String.fromCharCode(rest);
}

/** Any 64-bit integer, as digits. */
export function varint64(digits: string): string {
  let text = "";
  let rest = BigInt.asUintN(64, BigInt(digits));
  for (; rest > 0x7fn; rest >>= 7n) text += String.fromCharCode(Number(rest & 0x7fn) | 0x80);
  return text + String.fromCharCode(Number(rest));
}

/** The bytes of a text in UTF-8. */
export const utf8 = (text: string): string => (NOT_ASCII.test(text) ? binary(Buffer.from(text)) : text);

export const varintTag = (field: number): string => varint(field * 8 + VARINT);
export const fixed64Tag = (field: number): string => varint(field * 8 + FIXED64);
export const bytesTag = (field: number): string => varint(field * 8 + BYTES);
export const fixed32Tag = (field: number): string => varint(field * 8 + FIXED32);

/** Bytes with their length before them. */
export const sized = (text: string): string => varint(text.length) + text;

/** A number of 64 bits in IEEE's form. */
export function double(value: number): string {
  bytes.setFloat64(0, value, true);
  return eightBytes();
}

/** Milliseconds as nanoseconds in eight bytes. */
export function nanoseconds(milliseconds: number): string {
  const high = Math.floor(milliseconds / TWO_TO_32);
  const low = (milliseconds - high * TWO_TO_32) * MILLION;
  bytes.setUint32(0, low % TWO_TO_32, true);
  bytes.setUint32(4, high * MILLION + Math.floor(low / TWO_TO_32), true);
  return eightBytes();
}

/** A whole number of 32 bits in four bytes. */
export function fixed32(value: number): string {
  bytes.setUint32(0, value, true);
  return eightBytes().slice(0, 4);
}

function eightBytes(): string {
  let text = "";
  for (let index = 0; index < 8; index++) text += String.fromCharCode(bytes.getUint8(index));
  return text;
}

/** Bytes of the values that have no length before them, by their type on the wire. */
const FIXED: Readonly<Record<number, number>> = { 1: 8, 5: 4 };
const LONGEST_VARINT = 10;

/**
 * The fields of a message: numbers, or the bytes of everything else.
 *
 * @see https://protobuf.dev/programming-guides/encoding/
 * @throws {RangeError} for bytes that are no message
 */
export function* fieldsOf(bytes: Buffer): Generator<readonly [field: number, value: bigint | Buffer]> {
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let count = 0; count < LONGEST_VARINT; count++) {
      const byte = bytes[at++];
      if (byte === undefined) break;
      value |= BigInt(byte & 0x7f) << BigInt(7 * count);
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new RangeError("a number has no end");
  };
  const take = (length: number): Buffer => {
    const end = at + length;
    if (end > bytes.length) throw new RangeError("a field has no end");
    const taken = bytes.subarray(at, end);
    at = end;
    return taken;
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const field = Math.floor(tag / 8);
    const type = tag % 8;
    if (field === 0) throw new RangeError("a field has no number");
    if (type === 0) yield [field, varint()];
    else if (type === 2) yield [field, take(Number(varint()))];
    else if (FIXED[type] !== undefined) yield [field, take(FIXED[type])];
    else throw new RangeError("a field has an unknown type");
  }
}

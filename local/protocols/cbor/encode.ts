/** A moment, which CBOR tells from a number. */
export class Moment {
  readonly seconds: number;

  constructor(seconds: number) {
    this.seconds = seconds;
  }
}

/** A number that is a double though it may be whole. */
export class Double {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** Writes a value as CBOR (RFC 8949). */
export function encodeCbor(value: unknown): Buffer {
  const parts: Buffer[] = [];
  write(parts, value);
  return Buffer.concat(parts);
}

const EPOCH_TAG = 1;

function write(parts: Buffer[], value: unknown): void {
  if (value instanceof Moment) parts.push(head(6, EPOCH_TAG), number(value.seconds));
  else if (value instanceof Double) parts.push(double(value.value));
  else if (typeof value === "number") parts.push(number(value));
  else if (typeof value === "string") {
    const bytes = Buffer.from(value);
    parts.push(head(3, bytes.length), bytes);
  } else if (typeof value === "boolean") parts.push(Buffer.from([value ? 0xf5 : 0xf4]));
  else if (value === null || value === undefined) parts.push(Buffer.from([0xf6]));
  else if (value instanceof Uint8Array) parts.push(head(2, value.length), Buffer.from(value));
  else if (Array.isArray(value)) {
    parts.push(head(4, value.length));
    for (const item of value) write(parts, item);
  } else {
    const members = Object.entries(value).filter(([, item]) => item !== undefined && item !== null);
    parts.push(head(5, members.length));
    for (const [name, item] of members) {
      write(parts, name);
      write(parts, item);
    }
  }
}

function number(value: number): Buffer {
  if (Number.isSafeInteger(value) && !Object.is(value, -0))
    return value < 0 ? head(1, -1 - value) : head(0, value);
  return double(value);
}

function double(value: number): Buffer {
  const bytes = Buffer.alloc(9);
  bytes[0] = 0xfb;
  bytes.writeDoubleBE(value, 1);
  return bytes;
}

function head(kind: number, argument: number): Buffer {
  const type = kind << 5;
  if (argument < 24) return Buffer.from([type | argument]);
  const bytes = Buffer.alloc(
    argument < 0x100 ? 2 : argument < 0x10000 ? 3 : argument < 0x1_0000_0000 ? 5 : 9,
  );
  if (bytes.length === 2) bytes.writeUInt8(argument, 1);
  else if (bytes.length === 3) bytes.writeUInt16BE(argument, 1);
  else if (bytes.length === 5) bytes.writeUInt32BE(argument, 1);
  else bytes.writeBigUInt64BE(BigInt(argument), 1);
  bytes[0] = type | { 2: 24, 3: 25, 5: 26, 9: 27 }[bytes.length]!;
  return bytes;
}

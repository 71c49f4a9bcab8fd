/** A body that is not well-formed CBOR (RFC 8949). */
export class CborSyntaxError extends Error {
  override readonly name = "CborSyntaxError";
}

const DEEPEST = 64;
const BREAK = Symbol("break");
const INDEFINITE = -1;

/**
 * Reads one CBOR item. Moments (tag 1) come out as their seconds, as the JSON protocols have them; byte strings as
 * bytes.
 *
 * @throws CborSyntaxError
 */
export function decodeCbor(bytes: Uint8Array): unknown {
  const reader = new Reader(bytes);
  const value = reader.item(0);
  if (value === BREAK || !reader.atEnd()) throw new CborSyntaxError("Expected exactly one item.");
  return value;
}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  atEnd(): boolean {
    return this.#offset === this.#bytes.length;
  }

  item(depth: number): unknown {
    if (depth > DEEPEST) throw new CborSyntaxError(`Items nest deeper than ${DEEPEST}.`);
    const initial = this.#take(1)[0]!;
    const kind = initial >> 5;
    const detail = initial & 31;
    if (kind === 7) return this.#simple(detail);
    const argument = this.#argument(detail);
    switch (kind) {
      case 0:
        return argument;
      case 1:
        return -1 - argument;
      case 2:
        return this.#chunks(argument, kind);
      case 3:
        return this.#chunks(argument, kind).toString("utf8");
      case 4:
        return this.#list(argument, depth);
      case 5:
        return this.#map(argument, depth);
      default:
        return this.#tagged(depth);
    }
  }

  #tagged(depth: number): unknown {
    const value = this.item(depth + 1);
    if (value === BREAK) throw new CborSyntaxError("A tag has no value.");
    return value;
  }

  #list(length: number, depth: number): unknown[] {
    const items: unknown[] = [];
    while (length === INDEFINITE || items.length < length) {
      const item = this.item(depth + 1);
      if (item === BREAK) {
        if (length === INDEFINITE) break;
        throw new CborSyntaxError("A list ends too early.");
      }
      items.push(item);
    }
    return items;
  }

  #map(length: number, depth: number): Record<string, unknown> {
    const members: [string, unknown][] = [];
    while (length === INDEFINITE || members.length < length) {
      const key = this.item(depth + 1);
      if (key === BREAK && length === INDEFINITE) break;
      if (typeof key !== "string") throw new CborSyntaxError("Keys of a map must be text.");
      const value = this.item(depth + 1);
      if (value === BREAK) throw new CborSyntaxError("A map ends after a key.");
      members.push([key, value]);
    }
    return Object.fromEntries(members);
  }

  /** A string of one length, or of chunks until a break. */
  #chunks(length: number, kind: number): Buffer {
    if (length !== INDEFINITE) return Buffer.from(this.#take(length));
    const chunks: Uint8Array[] = [];
    for (;;) {
      const initial = this.#take(1)[0]!;
      if (initial === 0xff) return Buffer.concat(chunks);
      if (initial >> 5 !== kind || (initial & 31) === 31)
        throw new CborSyntaxError("A chunk of a string is malformed.");
      chunks.push(this.#take(this.#argument(initial & 31)));
    }
  }

  #argument(detail: number): number {
    if (detail < 24) return detail;
    switch (detail) {
      case 24:
        return this.#take(1)[0]!;
      case 25:
        return this.#at(2, (offset) => this.#view.getUint16(offset));
      case 26:
        return this.#at(4, (offset) => this.#view.getUint32(offset));
      case 27:
        return this.#at(8, (offset) => Number(this.#view.getBigUint64(offset)));
      case 31:
        return INDEFINITE;
      default:
        throw new CborSyntaxError(`The length code ${detail} is reserved.`);
    }
  }

  #simple(detail: number): unknown {
    switch (detail) {
      case 20:
        return false;
      case 21:
        return true;
      case 22:
      case 23:
        return null;
      case 25:
        return this.#at(2, (offset) => halfFloat(this.#view.getUint16(offset)));
      case 26:
        return this.#at(4, (offset) => this.#view.getFloat32(offset));
      case 27:
        return this.#at(8, (offset) => this.#view.getFloat64(offset));
      case 31:
        return BREAK;
      default:
        throw new CborSyntaxError(`The simple value ${detail} is not known.`);
    }
  }

  #at(length: number, read: (offset: number) => number): number {
    const offset = this.#offset;
    this.#take(length);
    return read(offset);
  }

  #take(length: number): Uint8Array {
    const end = this.#offset + length;
    if (length < 0 || end > this.#bytes.length) throw new CborSyntaxError("The body ends too early.");
    const taken = this.#bytes.subarray(this.#offset, end);
    this.#offset = end;
    return taken;
  }
}

function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1_023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1_024) * 2 ** (exponent - 15);
}

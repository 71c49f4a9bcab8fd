import { Buffer, isAscii, isUtf8 } from "node:buffer";

const SAMPLE_BYTES = 16_384;
let payloads = 0;

/** The bytes of a JSON document in which messages stand as strings. */
export class EscapedPayload {
  /** Valid UTF-8. */
  readonly bytes: Buffer;
  /** A character for each byte: what is all ASCII can be cut from it and looked for in it. */
  readonly latin1: string;
  readonly isAscii: boolean;
  /** Tells payloads apart without keeping them. */
  readonly number: number;
  #frequencies: Uint32Array | undefined;

  /** @param bytes what is no UTF-8 among them becomes U+FFFD */
  constructor(bytes: Buffer) {
    this.isAscii = isAscii(bytes);
    this.bytes = this.isAscii || isUtf8(bytes) ? bytes : Buffer.from(bytes.toString("utf8"));
    this.latin1 = this.bytes.toString("latin1");
    this.number = ++payloads;
  }

  /** Where the character of an ASCII text stands that is the rarest in the payload, as far as its beginning tells. */
  rarestIn(text: string): number {
    this.#frequencies ??= frequenciesIn(this.bytes.subarray(0, SAMPLE_BYTES));
    let rarest = 0;
    for (let at = 1; at < text.length; at++)
      if (this.#frequency(text, at) < this.#frequency(text, rarest)) rarest = at;
    return rarest;
  }

  #frequency(text: string, at: number): number {
    return this.#frequencies?.[text.charCodeAt(at)] ?? 0;
  }

  /** The text between two offsets. */
  slice(start: number, end: number): string {
    return this.isAscii ? this.latin1.slice(start, end) : this.bytes.toString("utf8", start, end);
  }
}

function frequenciesIn(bytes: Uint8Array): Uint32Array {
  const frequencies = new Uint32Array(256);
  for (const byte of bytes) frequencies[byte] = (frequencies[byte] as number) + 1;
  return frequencies;
}

/** A message as it stands in a payload, a JSON string, so that it is decoded only if somebody asks. */
export interface EscapedText {
  readonly payload: EscapedPayload;
  /** Offset of the first byte behind the opening quote. */
  readonly start: number;
  /** Offset of the closing quote. */
  readonly end: number;
  /**
   * The message, decoded at each access.
   *
   * @throws MalformedSubscriptionError when there is an invalid escape in it
   */
  readonly message: string;
}

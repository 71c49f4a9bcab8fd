import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";

/** Bytes from which on a thread of the pool makes the hash: below, asking it takes longer. */
const LARGE_BYTES = 65_536;

/** SHA-256 by node:crypto in the form that the SDK's signer takes; its own one is JavaScript. */
export class NativeSha256 {
  readonly #secret: string | Uint8Array | undefined;
  #hash: Hash | Hmac | undefined;
  /** All that is to be hashed, where it came at once and is large. */
  #large: Uint8Array<ArrayBuffer> | undefined;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#secret = secret === undefined || typeof secret === "string" ? secret : bytesOf(secret);
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    const bytes = typeof data === "string" ? data : bytesOf(data);
    const isFirst = this.#hash === undefined && this.#large === undefined;
    if (isFirst && this.#secret === undefined && typeof bytes !== "string" && bytes.length >= LARGE_BYTES) {
      this.#large = bytes;
      return;
    }
    this.#started().update(bytes);
  }

  async digest(): Promise<Uint8Array> {
    if (this.#large !== undefined) return new Uint8Array(await crypto.subtle.digest("SHA-256", this.#large));
    return this.#started().digest();
  }

  reset(): void {
    this.#hash = undefined;
    this.#large = undefined;
  }

  #started(): Hash | Hmac {
    this.#hash ??= this.#secret === undefined ? createHash("sha256") : createHmac("sha256", this.#secret);
    if (this.#large !== undefined) this.#hash.update(this.#large);
    this.#large = undefined;
    return this.#hash;
  }
}

function bytesOf(data: ArrayBuffer | ArrayBufferView): Uint8Array<ArrayBuffer> {
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}

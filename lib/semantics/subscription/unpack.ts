import { Buffer, constants, isAscii } from "node:buffer";
import { gunzipSync, inflateSync } from "node:zlib";
import { MalformedSubscriptionError, SubscriptionTooLargeError } from "./errors.ts";

/** Most that {@link unpack} unpacks unless told otherwise: ten times what a 6 MB request can sensibly hold. */
export const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;

/** Deflate cannot expand a byte to more than this many, so no trailer needs to be believed beyond it. */
const LARGEST_EXPANSION = 1032;
const SMALLEST_CHUNK = 64;
const CHUNK_WITHOUT_TRAILER = 256 * 1024;

/** Limits of what a payload may unpack to. */
export interface UnpackOptions {
  /** Most bytes of JSON to accept. @default 67108864 */
  readonly maxBytes?: number;
}

/**
 * Turns a payload into its JSON: base64 (as Lambda passes it) or bytes (as Kinesis and Firehose do), packed with gzip
 * or zlib or not at all.
 *
 * @throws MalformedSubscriptionError, SubscriptionTooLargeError
 */
export function unpack(
  data: string | Uint8Array,
  { maxBytes = DEFAULT_MAX_BYTES }: UnpackOptions = {},
): Buffer {
  const packed = typeof data === "string" ? Buffer.from(data, "base64") : asBuffer(data);
  return isPacked(packed) ? inflate(packed, maxBytes) : plain(packed, maxBytes);
}

function asBuffer(bytes: Uint8Array): Buffer {
  if (Buffer.isBuffer(bytes)) return bytes;
  if (bytes instanceof Uint8Array) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  throw new MalformedSubscriptionError("A subscription payload is a base64 string or bytes.");
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function isPacked(bytes: Buffer): boolean {
  if (isGzip(bytes)) return true;
  return bytes.length > 2 && (bytes[0]! & 0x0f) === 8 && bytes.readUInt16BE(0) % 31 === 0;
}

function plain(bytes: Buffer, maxBytes: number): Buffer {
  if (bytes.length > maxBytes) throw new SubscriptionTooLargeError(maxBytes);
  return bytes;
}

/**
 * The last four bytes of gzip tell the unpacked size. They are only a hint for the output buffer, so that the common
 * case unpacks into one buffer without copying; a lie costs a few more chunks or a bounded allocation.
 */
function inflate(packed: Buffer, maxBytes: number): Buffer {
  const gzip = isGzip(packed);
  const hint = gzip && packed.length >= 18 ? packed.readUInt32LE(packed.length - 4) : CHUNK_WITHOUT_TRAILER;
  const bound = Math.min(maxBytes, packed.length * LARGEST_EXPANSION, constants.MAX_LENGTH);
  const options = {
    chunkSize: Math.max(SMALLEST_CHUNK, Math.min(hint, bound) + 1),
    maxOutputLength: Math.max(1, maxBytes),
  };
  try {
    return gzip ? gunzipSync(packed, options) : inflateSync(packed, options);
  } catch (error) {
    if (error instanceof RangeError) throw new SubscriptionTooLargeError(maxBytes, { cause: error });
    throw new MalformedSubscriptionError(
      `The subscription payload is not whole ${gzip ? "gzip" : "zlib"} data.`,
      { cause: error },
    );
  }
}

/**
 * The text of unpacked bytes. Bytes that are all ASCII need no decoding.
 *
 * @throws MalformedSubscriptionError
 */
export function textOf(bytes: Buffer): string {
  try {
    return bytes.toString(isAscii(bytes) ? "latin1" : "utf8");
  } catch (error) {
    throw new MalformedSubscriptionError("The subscription payload is too long for a text.", {
      cause: error,
    });
  }
}

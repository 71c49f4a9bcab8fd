import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import zlib from "node:zlib";
import { ServiceError } from "../kernel/service-error.ts";
import { decodeAwsChunked } from "./aws-chunked.ts";

const DECODERS = {
  gzip: promisify(zlib.gunzip),
  "x-gzip": promisify(zlib.gunzip),
  deflate: promisify(zlib.inflate),
  br: promisify(zlib.brotliDecompress),
  zstd: promisify(zlib.zstdDecompress),
} as const;

/**
 * Reads a request's body, unpacked. Neither the body nor what it unpacks to can take more memory than `limit`.
 *
 * @param limit bytes
 * @param keepsEncoding whether the body stays packed as it came
 * @throws ServiceError `RequestEntityTooLargeException` or `SerializationException`
 */
export async function readBody(
  request: IncomingMessage,
  limit: number,
  keepsEncoding = false,
): Promise<Buffer> {
  if (Number(request.headers["content-length"]) > limit) throw tooLarge(limit);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  const body = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
  const { "content-encoding": encoding = "", "x-amz-content-sha256": digest = "" } = request.headers;
  if (!/\baws-chunked\b/i.test(encoding) && !String(digest).startsWith("STREAMING-"))
    return keepsEncoding ? body : unpack(body, encoding, limit);
  // What the chunks make up may be packed itself, which is the content's own business.
  return decodeAwsChunked(body);
}

async function unpack(body: Buffer, encoding: string | undefined, limit: number): Promise<Buffer> {
  const name = encoding?.trim().toLowerCase();
  if (!name || name === "identity") return body;
  if (!Object.hasOwn(DECODERS, name))
    throw new ServiceError(
      "UnsupportedMediaTypeException",
      `The content encoding '${name.slice(0, 64)}' is not supported: expected gzip.`,
      { statusCode: 415 },
    );
  try {
    return await DECODERS[name as keyof typeof DECODERS](body, { maxOutputLength: limit });
  } catch (cause) {
    if (cause instanceof RangeError) throw tooLarge(limit);
    throw new ServiceError("SerializationException", `The request body is not valid ${name} data.`);
  }
}

function tooLarge(limit: number): ServiceError {
  return new ServiceError(
    "RequestEntityTooLargeException",
    `Request entity too large: the body has more than ${limit} bytes.`,
    { statusCode: 413 },
  );
}

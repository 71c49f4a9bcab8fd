import { ServiceError } from "../kernel/service-error.ts";

const CRLF = Buffer.from("\r\n");

/**
 * The content of a body that was sent in signed chunks or with a trailer: size in hexadecimal, perhaps a signature, the bytes.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 *
 * @throws ServiceError `IncompleteBody`
 */
export function decodeAwsChunked(body: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = body.indexOf(CRLF, at);
    const size = end === -1 ? "" : body.toString("latin1", at, end).split(";")[0]!;
    if (!/^[0-9a-fA-F]{1,8}$/.test(size)) throw incomplete();
    const length = Number.parseInt(size, 16);
    // Behind the last chunk, which is empty, there are only trailers.
    if (length === 0) return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
    const start = end + CRLF.length;
    if (start + length + CRLF.length > body.length) throw incomplete();
    chunks.push(body.subarray(start, start + length));
    at = start + length + CRLF.length;
  }
}

function incomplete(): ServiceError {
  return new ServiceError(
    "IncompleteBody",
    "You did not provide the number of bytes specified by the Content-Length HTTP header",
    { statusCode: 400 },
  );
}

import { crc32 } from "node:zlib";

const STRING_HEADER = 7;
const PRELUDE_BYTES = 12;
const CHECKSUM_BYTES = 4;

/** One message of AWS's binary event stream. https://smithy.io/2.0/aws/amazon-eventstream.html */
export function encodeEventMessage(headers: Readonly<Record<string, string>>, payload: object): Buffer {
  const encodedHeaders = Buffer.concat(
    Object.entries(headers).map(([name, value]) => encodeHeader(name, value)),
  );
  const body = Buffer.from(JSON.stringify(payload));
  const total = PRELUDE_BYTES + encodedHeaders.length + body.length + CHECKSUM_BYTES;
  const message = Buffer.alloc(total);
  message.writeUInt32BE(total, 0);
  message.writeUInt32BE(encodedHeaders.length, 4);
  message.writeUInt32BE(crc32(message.subarray(0, 8)), 8);
  encodedHeaders.copy(message, PRELUDE_BYTES);
  body.copy(message, PRELUDE_BYTES + encodedHeaders.length);
  message.writeUInt32BE(crc32(message.subarray(0, total - CHECKSUM_BYTES)), total - CHECKSUM_BYTES);
  return message;
}

/** An event of a stream. */
export function encodeEvent(type: string, payload: object): Buffer {
  return encodeEventMessage(
    { ":message-type": "event", ":event-type": type, ":content-type": "application/json" },
    payload,
  );
}

/** An error that ends a stream. */
export function encodeException(type: string, message: string): Buffer {
  return encodeEventMessage(
    { ":message-type": "exception", ":exception-type": type, ":content-type": "application/json" },
    { message },
  );
}

function encodeHeader(name: string, value: string): Buffer {
  const nameBytes = Buffer.from(name);
  const valueBytes = Buffer.from(value);
  const header = Buffer.alloc(4 + nameBytes.length + valueBytes.length);
  header.writeUInt8(nameBytes.length, 0);
  nameBytes.copy(header, 1);
  header.writeUInt8(STRING_HEADER, 1 + nameBytes.length);
  header.writeUInt16BE(valueBytes.length, 2 + nameBytes.length);
  valueBytes.copy(header, 4 + nameBytes.length);
  return header;
}

import zlib from "node:zlib";
import { bindingOf, type ServiceModel, structureOf } from "../kernel/model.ts";
import { ServiceError } from "../kernel/service-error.ts";
import type { Exchange } from "./exchange.ts";

/** Events of an answer as they come; each has one member, named for its type. */
export type EventStream = AsyncIterable<Readonly<Record<string, object>>>;

/** The stream of events in an output, if the operation answers with one. */
export function eventsOf(model: ServiceModel, operation: string, output: object): EventStream | undefined {
  const members = structureOf(model, model.operations[operation]?.output)?.members ?? {};
  const name = Object.keys(members).find((member) => bindingOf(members[member]!).events);
  return name === undefined ? undefined : (output as Record<string, EventStream | undefined>)[name];
}

/** Sends the events as they come, until the stream or the connection ends. */
export async function sendEvents({ response, requestId }: Exchange, stream: EventStream): Promise<void> {
  response.writeHead(200, {
    "x-amzn-requestid": requestId,
    "content-type": "application/vnd.amazon.eventstream",
  });
  response.write(encodeEvent("initial-response", {}));
  const events = stream[Symbol.asyncIterator]();
  response.once("close", () => void events.return?.());
  try {
    for (let next = await events.next(); !next.done && !response.destroyed; next = await events.next())
      for (const [type, payload] of Object.entries(next.value)) response.write(encodeEvent(type, payload));
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    response.write(encodeException(error.code, error.message));
  }
  response.end();
}

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
  message.writeUInt32BE(zlib.crc32(message.subarray(0, 8)), 8);
  encodedHeaders.copy(message, PRELUDE_BYTES);
  body.copy(message, PRELUDE_BYTES + encodedHeaders.length);
  message.writeUInt32BE(zlib.crc32(message.subarray(0, total - CHECKSUM_BYTES)), total - CHECKSUM_BYTES);
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

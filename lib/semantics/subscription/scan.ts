import { EscapedPayload, type EscapedText } from "../pattern/escaped-text.ts";
import { MalformedSubscriptionError } from "./errors.ts";
import { decodeString, JsonCursor } from "./json-cursor.ts";
import type { SubscriptionPayload } from "./payload.ts";
import { type UnpackOptions, unpack } from "./unpack.ts";

/** An event whose message has not been decoded. */
export interface ScannedLogEvent {
  readonly id: string;
  readonly timestamp: number;
  /** The message as the JSON string it stands as in the payload, quotes included, to be spliced into other JSON. */
  readonly rawMessage: string;
  /** Where {@link rawMessage} stands in the payload, without its quotes. */
  readonly escaped: EscapedText;
  /** The JSON object of the extracted fields as it stands in the payload, if there are any. */
  readonly rawExtractedFields: string | undefined;
  /**
   * The message, decoded at each access.
   *
   * @throws MalformedSubscriptionError when the payload has an invalid escape in it
   */
  readonly message: string;
}

/** A payload whose messages have not been decoded. */
export interface ScannedSubscription extends Omit<SubscriptionPayload, "logEvents"> {
  readonly logEvents: readonly ScannedLogEvent[];
}

/**
 * Reads a subscription payload like `decodeSubscription`, but leaves the messages as they stand in the JSON: for
 * destinations that want JSON again, cutting the text is faster than parsing and printing it.
 *
 * @throws MalformedSubscriptionError, SubscriptionTooLargeError
 */
export function scanSubscription(data: string | Uint8Array, options?: UnpackOptions): ScannedSubscription {
  const payload = new EscapedPayload(unpack(data, options));
  const cursor = new JsonCursor(payload);
  const envelope: Record<string, unknown> = {};
  let logEvents: ScannedLogEvent[] | undefined;
  cursor.members((name) => {
    if (name === "logEvents") logEvents = scanEvents(cursor, payload);
    else define(envelope, name, parse(cursor.rawValue()));
  });
  if (!cursor.atEnd()) cursor.fail("the end");
  if (typeof envelope["messageType"] !== "string" || !logEvents)
    throw new MalformedSubscriptionError(
      "The subscription payload needs a messageType and an array of logEvents.",
    );
  return { ...(envelope as unknown as Omit<SubscriptionPayload, "logEvents">), logEvents };
}

class ScannedEvent implements ScannedLogEvent, EscapedText {
  readonly payload: EscapedPayload;
  timestamp = Number.NaN;
  rawExtractedFields: string | undefined;
  #id: string | undefined;
  #idStart = 0;
  #idEnd = 0;
  start = 0;
  end = -1;

  constructor(payload: EscapedPayload) {
    this.payload = payload;
  }

  get escaped(): EscapedText {
    return this;
  }

  get id(): string {
    this.#id ??= this.#idEnd === 0 ? "" : unquoted(this.payload.slice(this.#idStart, this.#idEnd));
    return this.#id;
  }

  get rawMessage(): string {
    return this.payload.slice(this.start - 1, this.end + 1);
  }

  get message(): string {
    const { rawMessage } = this;
    return rawMessage.includes("\\") ? decodeString(rawMessage) : rawMessage.slice(1, -1);
  }

  readId(cursor: JsonCursor): void {
    this.#idStart = cursor.skipString();
    this.#idEnd = cursor.position;
  }

  readMessage(cursor: JsonCursor): void {
    this.start = cursor.skipString() + 1;
    this.end = cursor.position - 1;
  }
}

function scanEvents(cursor: JsonCursor, payload: EscapedPayload): ScannedEvent[] {
  const events: ScannedEvent[] = [];
  cursor.elements(() => {
    const event = scanUsualEvent(cursor, payload) ?? scanEvent(cursor, payload);
    if (event.end === -1)
      throw new MalformedSubscriptionError(
        `Event ${events.length} of the subscription payload has no message.`,
      );
    events.push(event);
  });
  return events;
}

const ID = Buffer.from('{"id":');
const TIMESTAMP = Buffer.from(',"timestamp":');
const MESSAGE = Buffer.from(',"message":');
const END = Buffer.from("}");

/** An event as CloudWatch Logs writes nearly all of them; undefined, with nothing read, if it is another. */
function scanUsualEvent(cursor: JsonCursor, payload: EscapedPayload): ScannedEvent | undefined {
  const { position } = cursor;
  if (cursor.acceptBytes(ID)) {
    const event = new ScannedEvent(payload);
    event.readId(cursor);
    if (cursor.acceptBytes(TIMESTAMP)) {
      event.timestamp = cursor.digits();
      if (cursor.acceptBytes(MESSAGE)) {
        event.readMessage(cursor);
        if (cursor.acceptBytes(END)) return event;
      }
    }
  }
  cursor.position = position;
  return undefined;
}

function scanEvent(cursor: JsonCursor, payload: EscapedPayload): ScannedEvent {
  const event = new ScannedEvent(payload);
  cursor.members((name) => {
    if (name === "id") event.readId(cursor);
    else if (name === "timestamp") event.timestamp = Number(unquoted(cursor.rawValue()));
    else if (name === "message") event.readMessage(cursor);
    else if (name === "extractedFields") event.rawExtractedFields = cursor.rawValue();
    else cursor.skipValue();
  });
  return event;
}

/** A few published samples quote their timestamps. */
function unquoted(raw: string): string {
  return raw.startsWith('"') ? (raw.includes("\\") ? decodeString(raw) : raw.slice(1, -1)) : raw;
}

function parse(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    throw new MalformedSubscriptionError("The subscription payload is not JSON.");
  }
}

function define(target: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: true, writable: true, configurable: true });
}

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
  const cursor = new JsonCursor(unpack(data, options));
  const envelope: Record<string, unknown> = {};
  let logEvents: ScannedLogEvent[] | undefined;
  cursor.members((name) => {
    if (name === "logEvents") logEvents = scanEvents(cursor);
    else define(envelope, name, parse(cursor.rawValue()));
  });
  if (!cursor.atEnd()) cursor.fail("the end");
  if (typeof envelope["messageType"] !== "string" || !logEvents)
    throw new MalformedSubscriptionError(
      "The subscription payload needs a messageType and an array of logEvents.",
    );
  return { ...(envelope as unknown as Omit<SubscriptionPayload, "logEvents">), logEvents };
}

class ScannedEvent implements ScannedLogEvent {
  id = "";
  timestamp = Number.NaN;
  rawMessage = "";
  rawExtractedFields: string | undefined;

  get message(): string {
    return this.rawMessage.includes("\\") ? decodeString(this.rawMessage) : this.rawMessage.slice(1, -1);
  }
}

function scanEvents(cursor: JsonCursor): ScannedEvent[] {
  const events: ScannedEvent[] = [];
  cursor.elements(() => {
    const event = scanUsualEvent(cursor) ?? scanEvent(cursor);
    if (event.rawMessage === "")
      throw new MalformedSubscriptionError(
        `Event ${events.length} of the subscription payload has no message.`,
      );
    events.push(event);
  });
  detachIds(events);
  return events;
}

/** Ids are remembered long after their payload; cut from its text, each would keep all of it in memory. */
function detachIds(events: readonly ScannedEvent[]): void {
  const ids = events.map(({ id }) => id).join("");
  let end = 0;
  for (const event of events) {
    const start = end;
    end += event.id.length;
    event.id = ids.slice(start, end);
  }
}

const ID = Buffer.from('{"id":');
const TIMESTAMP = Buffer.from(',"timestamp":');
const MESSAGE = Buffer.from(',"message":');
const END = Buffer.from("}");

/** An event as CloudWatch Logs writes nearly all of them; undefined, with nothing read, if it is another. */
function scanUsualEvent(cursor: JsonCursor): ScannedEvent | undefined {
  const { position } = cursor;
  if (cursor.acceptBytes(ID)) {
    const event = new ScannedEvent();
    event.id = unquoted(cursor.rawString());
    if (cursor.acceptBytes(TIMESTAMP)) {
      event.timestamp = cursor.digits();
      if (cursor.acceptBytes(MESSAGE)) {
        event.rawMessage = cursor.rawString();
        if (cursor.acceptBytes(END)) return event;
      }
    }
  }
  cursor.position = position;
  return undefined;
}

function scanEvent(cursor: JsonCursor): ScannedEvent {
  const event = new ScannedEvent();
  cursor.members((name) => {
    if (name === "id") event.id = unquoted(cursor.rawString());
    else if (name === "timestamp") event.timestamp = Number(unquoted(cursor.rawValue()));
    else if (name === "message") event.rawMessage = cursor.rawString();
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

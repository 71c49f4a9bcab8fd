import { createHash } from "node:crypto";
import { readRedrive } from "../shared/dead-letter.ts";
import { parseEvent } from "./alarm-event.ts";
import { parseMessage } from "./alarm-message.ts";
import type { Alert } from "./alert.ts";
import { type Json, list, object, string } from "./json-reading.ts";

/** One alert of an invocation. */
export interface Incoming {
  readonly alert: Alert;
  /** Same however often the change is delivered. */
  readonly id: string;
  /** Event that brings this alert alone, for the dead-letter queue. */
  readonly event: unknown;
  /** Destinations to serve when the event is a repetition of what failed; undefined for all. */
  readonly only: readonly string[] | undefined;
}

/** Reads the event of an invocation: SNS records, SQS records that hold SNS messages, EventBridge, a direct alarm action, or a redrive. */
export function readIncoming(event: unknown): Incoming[] {
  const { event: own, destinations: only } = readRedrive(event);
  return read(own).map((incoming) => ({ ...incoming, only }));
}

function read(event: unknown): Incoming[] {
  const document = object(event);
  const records = list(document?.["Records"]);
  if (records.length > 0) return records.map(fromRecord);
  const alarm = document === undefined ? undefined : parseEvent(document);
  const alert = alarm ?? parseMessage(typeof event === "string" ? event : JSON.stringify(event ?? null), {});
  return [incoming(alert, event)];
}

function fromRecord(record: unknown): Incoming {
  const entry = object(record) ?? {};
  const sns = object(entry["Sns"]) ?? unwrapQueueBody(entry);
  if (sns === undefined) {
    return incoming(parseMessage(string(entry["body"]) ?? JSON.stringify(record), {}), { Records: [record] });
  }
  const envelope = {
    subject: string(sns["Subject"]),
    timestamp: string(sns["Timestamp"]),
    id: string(sns["MessageId"]),
  };
  const defined = Object.fromEntries(Object.entries(envelope).filter(([, value]) => value !== undefined));
  return incoming(parseMessage(string(sns["Message"]) ?? "", defined), { Records: [record] });
}

/** SQS carries the SNS envelope in its body unless raw delivery is on. */
function unwrapQueueBody(entry: Json): Json | undefined {
  const body = string(entry["body"]);
  if (body === undefined) return undefined;
  try {
    const document = object(JSON.parse(body));
    return document !== undefined && typeof document["Message"] === "string" ? document : undefined;
  } catch {
    return undefined;
  }
}

function incoming(alert: Alert, event: unknown): Incoming {
  const identity = JSON.stringify([alert.key, alert.state, alert.changedAt, alert.reason]);
  return {
    alert,
    id: createHash("sha256").update(identity).digest("hex").slice(0, 32),
    event,
    only: undefined,
  };
}

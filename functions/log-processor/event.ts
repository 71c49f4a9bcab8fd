import type { EscapedText } from "cumulog/semantics/pattern";

/** One log event on its way: the message as JSON text, so that what no rule changes is never parsed. */
export interface OutgoingEvent {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  /** JSON string of the message, quotes included. */
  readonly rawMessage: string;
  /** Where the message stands in the payload that it came in, without its quotes, unless a rule has changed it. */
  readonly escaped?: EscapedText;
}

/** Where events come from. */
export interface EventSource {
  readonly owner: string;
  readonly logGroup: string;
  readonly logStream: string;
}

/** An event that a destination did not take. */
export interface FailedEvent {
  readonly event: OutgoingEvent;
  readonly reason: string;
}

/** Bytes of an event's message at most: its JSON text, without the quotes, is never shorter. */
export const messageBytes = (event: OutgoingEvent): number =>
  event.escaped === undefined
    ? Buffer.byteLength(event.rawMessage) - 2
    : event.escaped.end - event.escaped.start;

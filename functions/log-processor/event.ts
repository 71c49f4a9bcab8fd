/** One log event on its way: the message as JSON text, so that what no rule changes is never parsed. */
export interface OutgoingEvent {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  /** JSON string of the message, quotes included. */
  readonly rawMessage: string;
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
export const messageBytes = ({ rawMessage }: OutgoingEvent): number => Buffer.byteLength(rawMessage) - 2;

import type { Notification } from "../alert.ts";

/** What a destination is given to send in one message. */
export interface Outgoing {
  /** More than one only if the destination groups. */
  readonly notifications: readonly Notification[];
  /** Thread of the open alert, as this destination returned it earlier. */
  readonly thread: string | undefined;
  /** Milliseconds since the epoch until which it may try. */
  readonly deadline: number;
  /** Draws what the alarm of a notification looks at as PNG; undefined when there is nothing to draw. Rejects when it cannot be drawn. */
  readonly picture: (notification: Notification) => Promise<Uint8Array | undefined>;
  /** Takes a sentence about what did not work although the message was sent. */
  readonly note: (problem: string) => void;
}

/** A place that alerts are sent to. */
export interface Destination {
  readonly name: string;
  /** Whether alerts of one invocation with the same state and place go into one message. */
  readonly groups: boolean;
  /** Whether the rate limit applies; not where the service itself collapses repeated events. */
  readonly limited: boolean;
  /** Rejects if the destination did not take it. Resolves with a thread for later messages, if there is one. */
  send(outgoing: Outgoing): Promise<string | undefined>;
}

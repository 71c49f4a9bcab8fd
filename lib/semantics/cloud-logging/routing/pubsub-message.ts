import type { LogEntry } from "../log-entry.ts";

/** A message of Pub/Sub as a push subscription's handler sees it. */
export interface RoutedMessage {
  /** The entry as JSON, in Base64. */
  readonly data: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * The message that a sink publishes for an entry.
 *
 * @see https://cloud.google.com/logging/docs/export/pubsub
 */
export function pubsubMessage(entry: LogEntry): RoutedMessage {
  return {
    data: Buffer.from(JSON.stringify(entry)).toString("base64"),
    attributes: entry.timestamp === undefined ? {} : { "logging.googleapis.com/timestamp": entry.timestamp },
  };
}

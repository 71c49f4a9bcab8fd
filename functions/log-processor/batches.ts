import {
  LOG_BATCH_MAX_BYTES,
  LOG_BATCH_MAX_EVENTS,
  LOG_BATCH_MAX_SPAN_MS,
  LOG_EVENT_OVERHEAD_BYTES,
} from "cumulog/semantics";
import type { OutgoingEvent } from "./event.ts";

/** What one call to a destination may hold. */
export interface BatchLimits {
  readonly bytes: number;
  readonly events: number;
  readonly spanMs: number;
  /** Bytes that each event costs besides its message. */
  readonly overhead: number;
}

/** PutLogEvents. The JSON text of a message is never shorter than the message, so its length is on the safe side. */
export const PUT_LOG_EVENTS_LIMITS: BatchLimits = {
  bytes: LOG_BATCH_MAX_BYTES,
  events: LOG_BATCH_MAX_EVENTS,
  spanMs: LOG_BATCH_MAX_SPAN_MS,
  overhead: LOG_EVENT_OVERHEAD_BYTES,
};

/** Cuts events, which must be in chronological order, into batches. An event over the limit stands alone. */
export function* batches(events: readonly OutgoingEvent[], limits: BatchLimits): Generator<OutgoingEvent[]> {
  let batch: OutgoingEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    const size = Buffer.byteLength(event.rawMessage) - 2 + limits.overhead;
    const first = batch[0];
    const isFull =
      first !== undefined &&
      (batch.length >= limits.events ||
        bytes + size > limits.bytes ||
        event.timestamp - first.timestamp > limits.spanMs);
    if (isFull) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(event);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

/** Same events in the order of their times; equal times keep their order. */
export function chronological(events: readonly OutgoingEvent[]): readonly OutgoingEvent[] {
  for (let index = 1; index < events.length; index += 1) {
    if (events[index]!.timestamp < events[index - 1]!.timestamp) {
      return [...events].sort((a, b) => a.timestamp - b.timestamp);
    }
  }
  return events;
}

import type { HistoryEvent } from "cumulog/analysis";
import {
  LOG_BATCH_MAX_BYTES,
  LOG_BATCH_MAX_EVENTS,
  LOG_BATCH_MAX_SPAN_MS,
  LOG_EVENT_OVERHEAD_BYTES,
} from "cumulog/semantics";

/**
 * Cuts events into calls that PutLogEvents takes, each in order of time.
 *
 * @param step no call holds events of two different steps, in milliseconds. @default no such limit
 */
export function* replayBatches(events: readonly HistoryEvent[], step?: number): Generator<HistoryEvent[]> {
  const sorted = [...events].sort((left, right) => left.timestamp - right.timestamp);
  let batch: HistoryEvent[] = [];
  let bytes = 0;
  for (const event of sorted) {
    const size = Buffer.byteLength(event.message) + LOG_EVENT_OVERHEAD_BYTES;
    const first = batch[0];
    const full =
      first &&
      (batch.length === LOG_BATCH_MAX_EVENTS ||
        bytes + size > LOG_BATCH_MAX_BYTES ||
        event.timestamp - first.timestamp > LOG_BATCH_MAX_SPAN_MS ||
        (step !== undefined && Math.floor(event.timestamp / step) !== Math.floor(first.timestamp / step)));
    if (full) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(event);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

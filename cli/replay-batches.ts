import type { HistoryEvent } from "cumulog/analysis";
import { batchesOf, inChronologicalOrder } from "cumulog/delivery";
import { PUT_LOG_EVENTS_LIMITS } from "cumulog/semantics";

/**
 * Cuts events into calls that PutLogEvents takes, each in order of time.
 *
 * @param step no call holds events of two different steps, in milliseconds. @default no such limit
 */
export function* replayBatches(events: readonly HistoryEvent[], step?: number): Generator<HistoryEvent[]> {
  const ordered = inChronologicalOrder(events);
  const steps =
    step === undefined
      ? [ordered]
      : Map.groupBy(ordered, ({ timestamp }) => Math.floor(timestamp / step)).values();
  for (const together of steps)
    yield* batchesOf(together, PUT_LOG_EVENTS_LIMITS, ({ message }) => Buffer.byteLength(message));
}

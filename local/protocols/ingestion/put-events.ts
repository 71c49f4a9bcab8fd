import {
  LOG_BATCH_MAX_BYTES,
  LOG_BATCH_MAX_EVENTS,
  LOG_BATCH_MAX_SPAN_MS,
  LOG_EVENT_OVERHEAD_BYTES,
  type RejectedLogEventsInfo,
} from "cumulog/semantics";
import type { Cloud } from "../../kernel/cloud.ts";
import { callWithFaults } from "../faulty-call.ts";
import type { IngestedEvent } from "./ingested-event.ts";

/** Where events go. */
export interface EventTarget {
  readonly logGroupName: string;
  readonly logStreamName: string;
}

/** How many events were refused for their age, as CloudWatch tells it. */
export interface RejectedCounts {
  tooOldLogEventCount: number;
  tooNewLogEventCount: number;
  expiredLogEventCount: number;
}

const SERVICE = "logs";
const OPERATION = "PutLogEvents";

/**
 * Puts events into a stream, in order of their times, in as many calls of PutLogEvents as they need.
 *
 * @throws {ServiceError} of PutLogEvents, and CutConnection
 */
export async function putEvents(
  cloud: Cloud,
  target: EventTarget,
  events: readonly IngestedEvent[],
): Promise<RejectedCounts> {
  const counts: RejectedCounts = { tooOldLogEventCount: 0, tooNewLogEventCount: 0, expiredLogEventCount: 0 };
  const service = await cloud.service(SERVICE);
  const now = cloud.clock.now();
  const logEvents = events
    .map(({ timestamp = now, message }) => ({ timestamp: Math.max(0, timestamp), message }))
    .sort((one, other) => one.timestamp - other.timestamp);
  for (const batch of batches(logEvents)) {
    const { rejectedLogEventsInfo } = await callWithFaults(cloud, service!, OPERATION, () =>
      cloud.call<{ rejectedLogEventsInfo?: RejectedLogEventsInfo }>(SERVICE, OPERATION, {
        ...target,
        logEvents: batch,
      }),
    );
    const { tooOldLogEventEndIndex = 0, expiredLogEventEndIndex = 0 } = rejectedLogEventsInfo ?? {};
    counts.tooOldLogEventCount += tooOldLogEventEndIndex;
    counts.expiredLogEventCount += Math.max(0, expiredLogEventEndIndex - tooOldLogEventEndIndex);
    counts.tooNewLogEventCount +=
      batch.length - (rejectedLogEventsInfo?.tooNewLogEventStartIndex ?? batch.length);
  }
  return counts;
}

interface InputEvent {
  readonly timestamp: number;
  readonly message: string;
}

function* batches(events: readonly InputEvent[]): Generator<readonly InputEvent[]> {
  let batch: InputEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    const size = Buffer.byteLength(event.message) + LOG_EVENT_OVERHEAD_BYTES;
    const isFull =
      bytes + size > LOG_BATCH_MAX_BYTES ||
      batch.length === LOG_BATCH_MAX_EVENTS ||
      event.timestamp - (batch[0]?.timestamp ?? event.timestamp) > LOG_BATCH_MAX_SPAN_MS;
    if (isFull && batch.length > 0) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(event);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

import {
  LOG_BATCH_MAX_BYTES,
  LOG_BATCH_MAX_EVENTS,
  LOG_BATCH_MAX_SPAN_MS,
  LOG_EVENT_MAX_BYTES,
  LOG_EVENT_OVERHEAD_BYTES,
} from "../limits.ts";

/**
 * What one call of PutLogEvents takes.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
 */
export const PUT_LOG_EVENTS_LIMITS = {
  maximumBytes: LOG_BATCH_MAX_BYTES,
  maximumItems: LOG_BATCH_MAX_EVENTS,
  overheadBytes: LOG_EVENT_OVERHEAD_BYTES,
  maximumItemBytes: LOG_EVENT_MAX_BYTES,
  maximumSpanMs: LOG_BATCH_MAX_SPAN_MS,
} as const;

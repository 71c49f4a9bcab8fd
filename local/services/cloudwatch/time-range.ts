import type { ServiceError } from "../../kernel/service-error.ts";
import { invalidValue, readTimestamp, type Timestamp } from "./validation.ts";

const SECOND = 1_000;
const MINUTE = 60_000;
const DAY = 86_400_000;

/** A range of time as CloudWatch reads it: `[start, end)` in milliseconds. */
export interface TimeRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Cuts both times to whole seconds and rounds the start down, to a minute or coarser where the datapoints have been rolled up.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html
 *
 * @param period seconds
 * @param refuse the error for a start that is not before the end
 * @throws ServiceError
 */
export function readTimeRange(
  { StartTime, EndTime }: { readonly StartTime?: Timestamp; readonly EndTime?: Timestamp },
  period: number,
  now: number,
  refuse: (range: TimeRange) => ServiceError = () =>
    invalidValue("The parameter StartTime must be less than the parameter EndTime."),
): TimeRange {
  const start = wholeSeconds(readTimestamp(StartTime, "StartTime"));
  const end = wholeSeconds(readTimestamp(EndTime, "EndTime"));
  if (start >= end) throw refuse({ start, end });
  const age = now - start;
  const coarse = age > 63 * DAY ? 60 * MINUTE : age > 15 * DAY ? 5 * MINUTE : MINUTE;
  const grain = period < 60 ? period * 1_000 : coarse;
  return { start: Math.floor(start / grain) * grain, end };
}

function wholeSeconds(time: number): number {
  return Math.floor(time / SECOND) * SECOND;
}

export function periodStarts({ start, end }: TimeRange, period: number): number[] {
  return Array.from(
    { length: Math.max(0, Math.ceil((end - start) / period)) },
    (_, index) => start + index * period,
  );
}

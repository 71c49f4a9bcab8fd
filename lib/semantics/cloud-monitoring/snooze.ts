import { InvalidArgumentError } from "../cloud-logging/invalid-argument-error.ts";
import { parseTimestamp } from "../cloud-logging/timestamp.ts";
import { MONITORING_DISPLAY_NAME_MAX_LENGTH, SNOOZE_MAX_POLICIES } from "../limits.ts";
import { compileSeriesFilter } from "./time-series/series-filter.ts";
import type { SeriesIdentity } from "./time-series/time-series.ts";

/** Clocks may differ by so much, in ms. */
const CLOCK_SKEW = 15_000;

/**
 * A time in which policies open no incidents, in the API's JSON form.
 *
 * @see https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.snoozes
 */
export interface Snooze {
  readonly name?: string;
  readonly displayName?: string;
  readonly criteria?: { readonly policies?: readonly string[]; readonly filter?: string };
  readonly interval?: { readonly startTime?: string; readonly endTime?: string };
}

/**
 * The rules of creating a snooze.
 *
 * @param now in ms since the epoch
 * @throws InvalidArgumentError
 * @see https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.snoozes/create
 */
export function validateSnooze({ displayName = "", criteria, interval }: Snooze, now: number): void {
  const { policies = [], filter } = criteria ?? {};
  if (displayName === "" || [...displayName].length > MONITORING_DISPLAY_NAME_MAX_LENGTH)
    throw new InvalidArgumentError(
      `displayName: expected 1 to ${MONITORING_DISPLAY_NAME_MAX_LENGTH} characters`,
      "displayName",
    );
  if (policies.length < 1 || policies.length > SNOOZE_MAX_POLICIES)
    throw new InvalidArgumentError(
      `criteria.policies: found ${policies.length}, expected 1 to ${SNOOZE_MAX_POLICIES}`,
      "criteria.policies",
    );
  if (filter && policies.length !== 1)
    throw new InvalidArgumentError(
      "criteria.filter: a filter goes with exactly one policy",
      "criteria.filter",
    );
  if (filter) compileSeriesFilter(filter, "criteria.filter");
  const [start, end] = [timeOf(interval?.startTime), timeOf(interval?.endTime)];
  if (start === undefined || end === undefined)
    throw new InvalidArgumentError("interval: expected a start and an end, as RFC 3339", "interval");
  if (start < now - CLOCK_SKEW)
    throw new InvalidArgumentError("interval.startTime: lies in the past", "interval.startTime");
  if (end <= start)
    throw new InvalidArgumentError("interval.endTime: expected a time after the start", "interval.endTime");
}

/** Whether one of the snoozes keeps a policy quiet about a series at a time. */
export function isSnoozed(
  snoozes: readonly Snooze[],
  policy: string,
  series: SeriesIdentity | undefined,
  now: number,
): boolean {
  return snoozes.some(({ criteria, interval }) => {
    const [start, end] = [timeOf(interval?.startTime), timeOf(interval?.endTime)];
    if (!criteria?.policies?.includes(policy) || start === undefined || end === undefined) return false;
    if (now < start || now >= end) return false;
    return (
      !criteria.filter ||
      (series !== undefined && compileSeriesFilter(criteria.filter, "filter").matches(series))
    );
  });
}

function timeOf(text: string | undefined): number | undefined {
  const time = text === undefined ? undefined : parseTimestamp(text);
  return time && time.seconds * 1000 + Math.floor(time.nanos / 1e6);
}

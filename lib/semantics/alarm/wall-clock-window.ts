import { isTimeZone, timeOf, utcClock, wallClockAt } from "../schedule/time-zone.ts";

const DAY = 86_400;
const WEEK = 604_800;
/** Monday, 5 January 1970, in days since the epoch. */
const FIRST_MONDAY = 4;

/**
 * The latest whole period before a moment, aligned to the clock of a time zone: a day ends at local midnight, a week begins
 * on Monday, an hour with the zone's hour. Milliseconds since the epoch.
 *
 * @param period Seconds
 * @throws RangeError for an unknown zone
 */
export function wallClockWindow(
  now: number,
  { period, timezone = "UTC" }: { readonly period: number; readonly timezone?: string },
): { readonly start: number; readonly end: number } {
  const clock = wallClockAt(now, timezone);
  const local = Date.UTC(clock.year, clock.month - 1, clock.day, clock.hour, clock.minute, clock.second);
  if (period < DAY) {
    // Hours that come twice when clocks are put back are two hours.
    const offset = local - Math.floor(now / 1000) * 1000;
    const end = Math.floor((now + offset) / (period * 1000)) * period * 1000 - offset;
    return { start: end - period * 1000, end };
  }
  const origin = period % WEEK === 0 ? FIRST_MONDAY * DAY * 1000 : 0;
  const end = origin + Math.floor((local - origin) / (period * 1000)) * period * 1000;
  return { start: wallTime(end - period * 1000, timezone), end: wallTime(end, timezone) };
}

/** Whether an alarm takes a time zone: an IANA name, or an offset in steps of five minutes. */
export function isAlarmTimeZone(zone: string): boolean {
  const minutes = /[+-]\d{2}:?(\d{2})$/.exec(zone)?.[1];
  return isTimeZone(zone) && (minutes === undefined || Number(minutes) % 5 === 0);
}

const wallTime = (local: number, timezone: string): number => timeOf(utcClock(local), timezone);

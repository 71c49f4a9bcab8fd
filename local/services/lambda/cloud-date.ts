import type { ClockReading } from "../../kernel/clock.ts";

const RealDate = globalThis.Date;
let reading: ClockReading | undefined;

function now(): number {
  const real = RealDate.now();
  return reading ? Math.floor(reading.cloud + (real - reading.real) * reading.speed) : real;
}

const CloudDate = new Proxy(RealDate, {
  apply: () => new RealDate(now()).toString(),
  construct: (target, values, newTarget) =>
    Reflect.construct(target, values.length === 0 ? [now()] : values, newTarget) as object,
  get: (target, member) => (member === "now" ? now : Reflect.get(target, member)),
});

/**
 * Makes `Date` in this process follow the clock of a local cloud, so that what the process logs is stamped with the
 * cloud's time. Durations measured by `performance.now()` and timers stay real.
 */
export function followClock(next: ClockReading): void {
  reading = next;
  globalThis.Date = CloudDate;
}

/**
 * Makes `Date` start at the cloud's time and run in real time from there, also when the cloud's clock is faster: a deadline
 * such as `Date.now() + context.getRemainingTimeInMillis()` must leave an invocation the real time that it has.
 */
export function startAtClock(next: ClockReading): void {
  followClock({ ...next, speed: Math.min(next.speed, 1) });
}

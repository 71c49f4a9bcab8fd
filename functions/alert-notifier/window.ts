import type { Alert } from "./alert.ts";

/** Span of time, both ends in milliseconds since the epoch. */
export interface Window {
  readonly start: number;
  readonly end: number;
}

/**
 * Span that the alarm looked at: from the oldest datapoint that the reason names to the change of state; without datapoints
 * in the reason, the evaluation periods before the change, aligned to the period.
 */
export function evaluatedWindow(alert: Alert): Window {
  const period = Math.max(1, ...alert.metrics.map((metric) => metric.period ?? 60)) * 1000;
  const span = Math.max(alert.windowSeconds * 1000, period);
  const aligned = Math.floor(alert.changedAt / period) * period - span;
  const named = datapointTimes(alert.reason).filter(
    (at) => at <= alert.changedAt && at >= alert.changedAt - 10 * span,
  );
  return {
    start: Math.min(aligned, ...named),
    end: Math.max(alert.changedAt, ...named.map((at) => at + period)),
  };
}

/** Times in the wording of CloudWatch: `[6.0 (20/11/26 21:30:00)]`, day first, UTC. */
function datapointTimes(reason: string): number[] {
  const times: number[] = [];
  for (const match of reason.matchAll(/\((\d\d)\/(\d\d)\/(\d\d) (\d\d):(\d\d):(\d\d)\)/g)) {
    const [day, month, year, hour, minute, second] = match.slice(1).map(Number) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    times.push(Date.UTC(2000 + year, month - 1, day, hour, minute, second));
  }
  return times;
}

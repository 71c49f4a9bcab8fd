import { computeStatistic } from "cumulog/semantics";
import type { MetricAlarmInput } from "../services/cloudwatch/alarm.ts";
import type { MetricStore } from "../services/cloudwatch/metric-store.ts";
import { readDimensions } from "../services/cloudwatch/validation.ts";
import type { AlarmInput } from "./alarm-definition.ts";
import { logAlarmOf } from "./log-alarm.ts";

/** As many thresholds are tried for an alarm. */
export const TRIED = 20;
/** Shares of the datapoints, of which the values lie between those that are usual and the largest. */
const SHARES = [0.5, 0.75, 0.9, 0.95, 0.97, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9995];
/** Of the threshold of an alarm on metric math, whose datapoints are not at hand. */
const FACTORS = [0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 2, 3, 5, 7, 10, 20, 30, 50, 100];

/** Whether an alarm compares a metric with a number. */
export function hasThreshold(alarm: AlarmInput): boolean {
  const { Threshold, ThresholdMetricId } = alarm as unknown as MetricAlarmInput;
  return (
    alarm["AlarmRule"] === undefined &&
    !logAlarmOf(alarm) &&
    Threshold !== undefined &&
    ThresholdMetricId === undefined
  );
}

/**
 * Thresholds worth trying for an alarm, ascending: round numbers among the values that its metric had, and the one it has.
 *
 * @param end milliseconds since the epoch; values from `start` on are looked at
 */
export function thresholdsFor(
  alarm: AlarmInput,
  metrics: MetricStore,
  { start, end }: { readonly start: number; readonly end: number },
): number[] {
  const input = alarm as unknown as MetricAlarmInput;
  const current = input.Threshold!;
  const values = input.Metrics ? [] : valuesOf(input, metrics, start, end);
  const candidates =
    values.length === 0
      ? FACTORS.map((factor) => Number(((current || 1) * factor).toPrecision(6)))
      : amongValues(values, /^Less/.test(input.ComparisonOperator));
  const others = [...new Set(candidates)]
    .filter((value) => value !== current)
    .sort((one, other) => one - other);
  const step = Math.max(1, others.length / (TRIED - 1));
  const chosen = Array.from(
    { length: Math.min(others.length, TRIED - 1) },
    (_, index) => others[Math.floor(index * step)]!,
  );
  return [...chosen, current].sort((one, other) => one - other);
}

function valuesOf(input: MetricAlarmInput, metrics: MetricStore, start: number, end: number): number[] {
  const period = (input.Period ?? 60) * 1_000;
  const series = metrics.find({
    namespace: input.Namespace ?? "",
    metricName: input.MetricName ?? "",
    dimensions: readDimensions(input.Dimensions),
  });
  const sets = series?.read({
    start: Math.floor(start / period) * period,
    end,
    period: Math.max(period, 60_000),
    ...(input.Unit !== undefined && { unit: input.Unit }),
  });
  const statistic = input.Statistic ?? input.ExtendedStatistic ?? "Average";
  const values = Array.from(sets?.values() ?? [], (set) => computeStatistic(statistic, set));
  return values.filter((value) => value !== undefined).sort((one, other) => one - other);
}

/** Just beyond what is usual, up to the extreme. */
function amongValues(values: readonly number[], isBelow: boolean): number[] {
  const at = (share: number) => values[Math.min(values.length - 1, Math.floor(share * values.length))]!;
  const largest = values.slice(-10);
  const smallest = values.slice(0, 10);
  const seen = isBelow
    ? [...smallest, ...SHARES.map((share) => at(1 - share))]
    : [...SHARES.map(at), ...largest];
  return seen.flatMap((value) => [
    roundTo(value, Math.floor),
    roundTo(value, Math.ceil),
    // With "more than", the value itself does not count.
    roundTo(isBelow ? value * 1.001 : value * 0.999, isBelow ? Math.ceil : Math.floor),
  ]);
}

const STEPS = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** The next round number: 1, 1.5, 2 … 8 times a power of ten; whole numbers up to ten. */
function roundTo(value: number, direction: (value: number) => number): number {
  if (value === 0 || !Number.isFinite(value)) return 0;
  const size = Math.abs(value);
  const unit = 10 ** Math.floor(Math.log10(size));
  const isUp = (direction === Math.ceil) === value > 0;
  const steps = isUp
    ? STEPS.find((step) => step * unit >= size)
    : STEPS.findLast((step) => step * unit <= size);
  const rounded = Number(((steps ?? 1) * unit).toPrecision(6));
  return value < 0 ? -rounded : rounded;
}

import { COMPARISONS } from "./comparison.ts";
import { evaluationRange } from "./evaluation-range.ts";
import type { Alarm, AlarmDatapoint, EvaluationOptions } from "./types.ts";

/** One period of the evaluation range. */
export interface Slot {
  /** Periods before the newest, which is 1. */
  readonly age: number;
  readonly timestamp: number | undefined;
  readonly value: number | undefined;
  readonly sampleCount: number | undefined;
  readonly lower: number | undefined;
  readonly upper: number | undefined;
  readonly breaching: boolean;
}

/** A slot that has a datapoint. */
export type RealSlot = Slot & { readonly value: number };

/** Datapoints of one period after the other; `undefined` for a period without any. */
export type DatapointInput = number | null | undefined | AlarmDatapoint;

/** The newest periods that an evaluation reads, newest first. */
export function slotsInRange(
  alarm: Alarm,
  datapoints: readonly DatapointInput[],
  options: EvaluationOptions,
): Slot[] {
  const count = Math.min(evaluationRange(alarm), datapoints.length);
  return Array.from({ length: count }, (_, back) =>
    slotAt(alarm, datapoints, datapoints.length - 1 - back, options),
  );
}

function slotAt(
  alarm: Alarm,
  datapoints: readonly DatapointInput[],
  index: number,
  options: EvaluationOptions,
): Slot {
  const given = datapoints[index];
  const point: AlarmDatapoint = typeof given === "object" && given !== null ? given : { value: given };
  const back = datapoints.length - 1 - index;
  const periodMs = (alarm.period ?? 60) * 1000;
  const derived = options.periodStart === undefined ? undefined : options.periodStart - back * periodMs;
  const timestamp = point.timestamp ?? options.timestamps?.[index] ?? derived;
  const sampleCount = point.sampleCount ?? options.sampleCounts?.[index] ?? undefined;

  const comparison = COMPARISONS[alarm.comparisonOperator];
  const band = comparison.band ? options.band?.(timestamp, index) : undefined;
  const present = typeof point.value === "number" && !Number.isNaN(point.value);
  const value = present && (!comparison.band || band !== undefined) ? (point.value as number) : undefined;
  const thresholds = {
    threshold: alarm.threshold ?? Number.NaN,
    lower: band?.lower ?? Number.NaN,
    upper: band?.upper ?? Number.NaN,
  };
  const breaching = value !== undefined && comparison.breaches(value, thresholds);
  return { age: back + 1, timestamp, value, sampleCount, lower: band?.lower, upper: band?.upper, breaching };
}

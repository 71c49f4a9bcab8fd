import { COMPARISONS } from "../alarm/comparison.ts";
import type { RealSlot } from "../alarm/considered-datapoints.ts";
import { crossedReason } from "../alarm/reason.ts";
import type { Alarm } from "../alarm/types.ts";
import type { LogAlarm } from "./types.ts";

/** One run: its value, when it has one. */
export interface JudgedResult {
  readonly value: number | undefined;
  readonly timestamp: number | undefined;
}

export interface Judgement {
  readonly state: "OK" | "ALARM" | "UNKNOWN";
  readonly reason: string;
}

/**
 * M of the last N results, missing ones by the treatment. UNKNOWN when nothing can be said: no value at all, or fewer than N
 * results of which not enough breach.
 *
 * @param results oldest first, at most N
 */
export function judgeResults(alarm: LogAlarm, results: readonly JudgedResult[]): Judgement {
  const { queryResultsToEvaluate, queryResultsToAlarm, treatMissingData = "missing" } = alarm;
  const real = results.filter((result) => result.value !== undefined).map((result) => slotOf(alarm, result));
  const lacking = results.length - real.length;
  const fills = treatMissingData === "breaching" || treatMissingData === "notBreaching";
  const filled = fills ? lacking : 0;
  const breaching =
    real.filter((slot) => slot.breaching).length + (treatMissingData === "breaching" ? filled : 0);
  const alarming = breaching >= queryResultsToAlarm;
  const unknown = !alarming && (real.length + filled === 0 || results.length < queryResultsToEvaluate);
  if (unknown) return { state: "UNKNOWN", reason: insufficientReason(queryResultsToEvaluate - real.length) };
  const state = alarming ? "ALARM" : "OK";
  const reason = crossedReason({
    alarm: metricTerms(alarm),
    state,
    supporting: real.filter((slot) => slot.breaching === alarming).reverse(),
    considered: queryResultsToEvaluate,
    filled,
    filledAs: treatMissingData === "breaching" ? "Breaching" : "NonBreaching",
    noun: "query result",
  });
  return { state, reason };
}

function insufficientReason(unknown: number): string {
  return `Insufficient Data: ${unknown} query result${unknown === 1 ? " was" : "s were"} unknown.`;
}

function metricTerms(alarm: LogAlarm): Alarm {
  return {
    comparisonOperator: alarm.comparisonOperator,
    threshold: alarm.threshold,
    evaluationPeriods: alarm.queryResultsToEvaluate,
    datapointsToAlarm: alarm.queryResultsToAlarm,
  };
}

function slotOf(
  { comparisonOperator, threshold }: LogAlarm,
  { value = Number.NaN, timestamp }: JudgedResult,
): RealSlot {
  const thresholds = { threshold, lower: Number.NaN, upper: Number.NaN };
  const breaching = COMPARISONS[comparisonOperator].breaches(value, thresholds);
  return { age: 0, timestamp, value, sampleCount: undefined, lower: undefined, upper: undefined, breaching };
}

/** What belongs to the result at an index of the last `count` ones. */
export function latest<Value>(
  all: readonly Value[] | undefined,
  count: number,
  index: number,
): Value | undefined {
  return all?.[all.length - count + index];
}

import { type DatapointInput, type RealSlot, type Slot, slotsInRange } from "./considered-datapoints.ts";
import { missingDataTreatment } from "./evaluation-range.ts";
import { hasTooFewSamples } from "./low-sample-count.ts";
import { crossedReason, INITIAL_REASON, insufficientDataReason } from "./reason.ts";
import { reasonDataOf } from "./reason-data.ts";
import type { Alarm, AlarmEvaluation, AlarmState, EvaluationOptions } from "./types.ts";

/**
 * The state of a metric alarm, with CloudWatch's reason for it.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html#alarms-and-missing-data
 *
 * @param datapoints One per period, oldest first, `null` for a period without data. Only the newest
 *   {@link evaluationRange} of them count.
 * @param previousState The state so far. @default a new alarm, which waits for its first period
 */
export function evaluateAlarm(
  alarm: Alarm,
  datapoints: readonly DatapointInput[],
  previousState?: AlarmState,
  options: EvaluationOptions = {},
): AlarmEvaluation {
  if (previousState === undefined && datapoints.length === 0) {
    return { state: "INSUFFICIENT_DATA", reason: INITIAL_REASON };
  }
  const slots = slotsInRange(alarm, datapoints, options);
  const real = slots.filter(isReal).slice(0, alarm.evaluationPeriods);
  const evaluated = evaluatedPeriods(alarm, slots, real);
  const reasonData = () => reasonDataOf(alarm, real, evaluated, options);
  const keep = (): AlarmEvaluation => {
    const kept = options.previousReasonData ?? reasonData();
    const reason = options.previousReason ?? insufficientDataReason(alarm.evaluationPeriods - real.length);
    return { state: previousState ?? "INSUFFICIENT_DATA", reason, reasonData: kept, retained: true };
  };
  if (hasTooFewSamples(alarm, real)) return keep();

  const needed = alarm.datapointsToAlarm ?? alarm.evaluationPeriods;
  const lacking = alarm.evaluationPeriods - real.length;
  const treatment = missingDataTreatment(alarm);
  const breaching = real.filter((slot) => slot.breaching).length;
  const fills = lacking > 0 && (treatment === "breaching" || treatment === "notBreaching");

  const undecided = real.length === 0 || (breaching < needed && isPremature(real, needed));
  if (lacking > 0 && treatment === "ignore" && undecided) return keep();
  if (real.length === 0 && !fills) {
    return explained("INSUFFICIENT_DATA", () => insufficientDataReason(alarm.evaluationPeriods), reasonData);
  }
  const filledBreaching = fills && treatment === "breaching" ? lacking : 0;
  const alarming =
    breaching + filledBreaching >= needed ||
    (lacking > 0 && treatment === "missing" && isPremature(real, needed));
  const state = alarming ? "ALARM" : "OK";
  const reason = () =>
    crossedReason({
      alarm,
      state,
      supporting: real.filter((slot) => slot.breaching === alarming),
      considered: alarm.evaluationPeriods,
      filled: fills ? lacking : 0,
      filledAs: treatment === "breaching" ? "Breaching" : "NonBreaching",
    });
  return explained(state, reason, reasonData);
}

/** Most evaluations change nothing, and nobody asks for their reasons: they are made when they are read. */
const explained = (
  state: AlarmState,
  reason: () => string,
  reasonData: () => AlarmEvaluation["reasonData"],
): AlarmEvaluation => ({
  state,
  get reason() {
    return reason();
  },
  get reasonData() {
    return reasonData();
  },
});

const isReal = (slot: Slot): slot is RealSlot => slot.value !== undefined;

/**
 * Every known datapoint breaches and the oldest of them is at least M periods old: the alarm does not wait for
 * datapoints that may never come.
 */
function isPremature(real: readonly RealSlot[], needed: number): boolean {
  const oldest = real.at(-1);
  return oldest !== undefined && oldest.age >= needed && real.every((slot) => slot.breaching);
}

/** The periods compared, newest first: the real ones, and the newest missing ones up to N. */
function evaluatedPeriods(alarm: Alarm, slots: readonly Slot[], real: readonly RealSlot[]): Slot[] {
  const lacking = alarm.evaluationPeriods - real.length;
  const missing = slots.filter((slot) => !isReal(slot)).slice(0, lacking);
  return [...real, ...missing].sort((one, other) => one.age - other.age);
}

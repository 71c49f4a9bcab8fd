import { evaluationInterval } from "cumulog/semantics";
import type { MetricAlarmInput } from "../services/cloudwatch/alarm.ts";
import { periodOf } from "../services/cloudwatch/alarm-semantics.ts";
import { type AlarmInput, longestLook } from "./alarm-definition.ts";
import { intervalOf, isEvenlySpaced, logAlarmOf } from "./log-alarm.ts";

const MINUTE = 60_000;
/** A span that all evaluations divide and that is longer is not worth looking for. */
const LONGEST_STEP = 366 * 86_400_000;
/** Functions of metric math that tell the time: with them no two evaluations are the same. */
const TELLS_TIME = /\b(?:MINUTE|HOUR|DAY|DATE|MONTH|YEAR|EPOCH)\s*\(/i;

/** Tells how long after the last event alarms still change by themselves, and how time may be skipped from then on. */
export class QuietTime {
  /** Milliseconds after the last event after which no alarm changes before the next event. */
  readonly after: number;
  /** Time is skipped by multiples of this, in milliseconds; undefined when it must not be skipped. */
  readonly step: number | undefined;

  constructor(alarms: readonly AlarmInput[]) {
    // Twice: once until no datapoint is left to look at, and once more until that has been noticed everywhere.
    this.after = 2 * Math.max(...alarms.map(longestLook), MINUTE) + MINUTE;
    this.step = alarms.some(tellsTime) ? undefined : stepOf(alarms);
  }

  /** Milliseconds that can be skipped between now and a time; 0 when it is too near. */
  skipped(now: number, until: number): number {
    return this.step === undefined ? 0 : Math.max(0, Math.floor((until - now) / this.step) * this.step);
  }
}

function tellsTime(alarm: AlarmInput): boolean {
  const { Metrics = [] } = alarm as unknown as MetricAlarmInput;
  return Metrics.some(({ Expression }) => Expression !== undefined && TELLS_TIME.test(Expression));
}

/** The shortest span that is a multiple of every period and interval. */
function stepOf(alarms: readonly AlarmInput[]): number | undefined {
  let step = MINUTE;
  for (const alarm of alarms) {
    if (alarm["AlarmRule"] !== undefined) continue;
    const logAlarm = logAlarmOf(alarm);
    if (logAlarm) {
      if (!isEvenlySpaced(logAlarm)) return undefined;
      step = leastCommonMultiple(step, intervalOf(logAlarm));
      continue;
    }
    const input = alarm as unknown as MetricAlarmInput;
    const period = periodOf({ input });
    const interval = evaluationInterval({ evaluationPeriods: input.EvaluationPeriods, period });
    step = leastCommonMultiple(leastCommonMultiple(step, period * 1_000), interval * 1_000);
    if (!(step <= LONGEST_STEP)) return undefined;
  }
  return step;
}

function leastCommonMultiple(one: number, other: number): number {
  let [left, right] = [one, other];
  while (right > 0) [left, right] = [right, left % right];
  return (one / left) * other;
}

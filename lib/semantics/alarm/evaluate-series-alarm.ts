import { ALARM_MAX_CONTRIBUTORS_IN_ALARM } from "../limits.ts";
import { type RealSlot, type Slot, slotsInRange } from "./considered-datapoints.ts";
import { contributorId } from "./contributor-id.ts";
import { evaluateAlarm } from "./evaluate-alarm.ts";
import { contributorReason } from "./reason.ts";
import type { Alarm, AlarmState, EvaluationOptions } from "./types.ts";

/** One of the time series that an alarm's query gives. */
export interface AlarmSeries {
  readonly attributes: Readonly<Record<string, string>>;
  /** One value a period, oldest first, `null` where there is none. */
  readonly values: readonly (number | null)[];
}

/** One time series as an alarm judges it. */
export interface SeriesContributor {
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly state: "OK" | "ALARM";
  readonly reason: string;
}

/** The state of an alarm with several time series. */
export interface SeriesAlarmEvaluation {
  readonly state: AlarmState;
  readonly reason: string;
  /** Those of the query, and after them those that were in ALARM and are gone from it. */
  readonly contributors: readonly SeriesContributor[];
  /** True when missing data made the alarm keep its state. */
  readonly retained?: true | undefined;
}

/**
 * The state of an alarm on a query of several time series: each is judged by itself, and one in ALARM is enough. A series that
 * is no longer there is OK; without any series the treatment of missing data decides.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/multi-time-series-alarm.html
 *
 * @param series in the query's order: of those that breach, the first hundred are in ALARM
 * @param inAlarm the series that have been in ALARM so far
 * @param previousState of the alarm. @default a new alarm
 */
export function evaluateSeriesAlarm(
  alarm: Alarm,
  series: readonly AlarmSeries[],
  inAlarm: readonly Pick<SeriesContributor, "attributes">[] = [],
  previousState: AlarmState = "INSUFFICIENT_DATA",
  options: EvaluationOptions = {},
): SeriesAlarmEvaluation {
  const known = new Set(inAlarm.map(contributorId));
  let breaching = 0;
  let alarming = 0;
  const contributors = series.map((one): SeriesContributor => {
    const id = contributorId(one);
    const { state } = evaluateAlarm(alarm, one.values, known.has(id) ? "ALARM" : "OK", options);
    if (state === "ALARM") breaching += 1;
    const isAlarming = state === "ALARM" && alarming < ALARM_MAX_CONTRIBUTORS_IN_ALARM;
    if (isAlarming) alarming += 1;
    const shown = isAlarming ? "ALARM" : "OK";
    const supporting = slotsInRange(alarm, one.values, options)
      .filter((slot): slot is RealSlot => isReal(slot) && slot.breaching === isAlarming)
      .slice(0, alarm.evaluationPeriods);
    return {
      id,
      attributes: one.attributes,
      state: shown,
      reason: contributorReason(alarm, shown, supporting),
    };
  });
  const here = new Set(contributors.map(({ id }) => id));
  const gone = inAlarm
    .map(({ attributes }) => ({ id: contributorId({ attributes }), attributes }))
    .filter(({ id }) => !here.has(id))
    .map((one): SeriesContributor => {
      return { ...one, state: "OK", reason: "The time series is no longer in the query's results." };
    });
  const all = [...contributors, ...gone];
  if (series.length === 0) {
    const nothing = evaluateAlarm(
      alarm,
      Array.from({ length: alarm.evaluationPeriods }, () => null),
      previousState,
      options,
    );
    return {
      state: nothing.state,
      reason: nothing.reason,
      contributors: all,
      ...(nothing.retained && { retained: true }),
    };
  }
  const summary =
    breaching > ALARM_MAX_CONTRIBUTORS_IN_ALARM
      ? `${ALARM_MAX_CONTRIBUTORS_IN_ALARM}+ time series`
      : `${alarming} out of ${series.length} time series`;
  return {
    state: alarming > 0 ? "ALARM" : "OK",
    reason: `${summary} evaluated to ALARM`,
    contributors: all,
  };
}

const isReal = (slot: Slot): slot is RealSlot => slot.value !== undefined;

import { ALERT_AUTO_CLOSE_MAX_SECONDS } from "../../limits.ts";
import { durationSeconds } from "../duration-seconds.ts";
import { type AggregatedValue, aggregateSeries, aggregationReach } from "../time-series/aggregate.ts";
import { compileSeriesFilter } from "../time-series/series-filter.ts";
import { type MonitoringSeries, type SeriesIdentity, seriesIdentityKey } from "../time-series/time-series.ts";
import type { AlertCondition, AlertTrigger, ThresholdCondition } from "./types.ts";

/** What a condition remembers of a time series, or of a group of them. */
export interface ConditionSeriesState extends SeriesIdentity {
  /** Evaluations in a row that violate. */
  readonly violations: number;
  /** When it had data last, in ms since the epoch. */
  readonly lastData: number;
  /** What was compared last. */
  readonly value?: number | undefined;
}

/** What a condition remembers, by series. */
export type ConditionState = Readonly<Record<string, ConditionSeriesState>>;

/** A series for which a condition is met. */
export interface MetSeries extends SeriesIdentity {
  readonly key: string;
  /** What was compared; undefined for absence. */
  readonly value: number | undefined;
}

/** Whether it is met, and what it remembers for the next evaluation. */
export interface ConditionEvaluation {
  readonly state: ConditionState;
  readonly met: readonly MetSeries[];
}

/** A condition ready to be evaluated. */
export interface CompiledCondition {
  /** How far back it looks, in ms. */
  readonly reach: number;
  evaluate(state: ConditionState, series: readonly MonitoringSeries[], now: number): ConditionEvaluation;
}

/**
 * Compiles a threshold or absence condition, to be evaluated each minute.
 *
 * @param autoClose seconds without data after which a series is forgotten
 * @returns undefined for conditions on logs and in query languages
 * @throws InvalidArgumentError
 * @see https://cloud.google.com/monitoring/alerts/concepts-indepth
 */
export function compileCondition(
  { conditionThreshold, conditionAbsent }: AlertCondition,
  autoClose = ALERT_AUTO_CLOSE_MAX_SECONDS,
): CompiledCondition | undefined {
  if (conditionThreshold) return threshold(conditionThreshold, autoClose * 1000);
  if (!conditionAbsent) return undefined;
  const { filter = "", aggregations = [], duration, trigger } = conditionAbsent;
  const wanted = compileSeriesFilter(filter, "filter");
  const after = durationSeconds(duration, "duration") * 1000;
  return {
    reach: aggregationReach(aggregations),
    evaluate(state, series, now) {
      const matching = series.filter(wanted.matches);
      const values = aggregateSeries(matching, aggregations, now);
      const next = known(state, now, after + autoClose * 1000);
      for (const { key, metric, resource } of values)
        next[key] = { metric, resource, violations: 0, lastData: now };
      const met = triggered(next, trigger, ({ lastData }) => now - lastData >= after);
      return { state: next, met: met.map((one) => ({ ...one, value: undefined })) };
    },
  };
}

/** Series that have been silent for too long are no longer looked at. */
function known(state: ConditionState, now: number, longest: number): Record<string, ConditionSeriesState> {
  return Object.fromEntries(Object.entries(state).filter(([, { lastData }]) => now - lastData < longest));
}

function threshold(condition: ThresholdCondition, autoClose: number): CompiledCondition {
  const {
    aggregations = [],
    denominatorAggregations = [],
    thresholdValue = 0,
    evaluationMissingData,
  } = condition;
  const wanted = compileSeriesFilter(condition.filter ?? "", "filter");
  const denominator = condition.denominatorFilter
    ? compileSeriesFilter(condition.denominatorFilter, "denominatorFilter")
    : undefined;
  const evaluations = Math.max(1, durationSeconds(condition.duration, "duration") / 60);
  const violates =
    condition.comparison === "COMPARISON_LT"
      ? (value: number) => value < thresholdValue
      : (value: number) => value > thresholdValue;

  return {
    reach: Math.max(aggregationReach(aggregations), aggregationReach(denominatorAggregations)),
    evaluate(state, series, now) {
      const numerators = aggregateSeries(series.filter(wanted.matches), aggregations, now);
      const values = denominator
        ? ratios(
            numerators,
            aggregateSeries(series.filter(denominator.matches), denominatorAggregations, now),
          )
        : numerators;
      const next: Record<string, ConditionSeriesState> = {};
      for (const [key, previous] of Object.entries(known(state, now, autoClose)))
        next[key] = { ...previous, violations: withoutData(previous.violations, evaluationMissingData) };
      for (const { key, metric, resource, value } of values) {
        const number = Number(value);
        const violations = violates(number) ? (state[key]?.violations ?? 0) + 1 : 0;
        next[key] = { metric, resource, violations, lastData: now, value: number };
      }
      return {
        state: next,
        met: triggered(next, condition.trigger, ({ violations }) => violations >= evaluations),
      };
    },
  };
}

function withoutData(violations: number, choice: string | undefined): number {
  if (choice === "EVALUATION_MISSING_DATA_ACTIVE") return violations + 1;
  return choice === "EVALUATION_MISSING_DATA_INACTIVE" ? 0 : violations;
}

/** Numerators over the denominators with the same labels; without a denominator, or by zero, there is no ratio. */
function ratios(
  numerators: readonly AggregatedValue[],
  denominators: readonly AggregatedValue[],
): AggregatedValue[] {
  const labelKey = ({ metric, resource }: SeriesIdentity) =>
    seriesIdentityKey({ metric: { type: "", labels: metric.labels }, resource: { ...resource, type: "" } });
  const divisors = new Map(denominators.map((one) => [labelKey(one), Number(one.value)]));
  return numerators.flatMap((one) => {
    const divisor = divisors.get(labelKey(one));
    return divisor ? [{ ...one, value: Number(one.value) / divisor }] : [];
  });
}

/** The failing series when there are enough of them, else none. */
function triggered(
  state: ConditionState,
  { count, percent }: AlertTrigger = {},
  fails: (series: ConditionSeriesState) => boolean,
): MetSeries[] {
  const all = Object.entries(state);
  const failing = all.filter(([, series]) => fails(series));
  const enough =
    percent === undefined
      ? failing.length >= (count ?? 1)
      : failing.length > 0 && (failing.length / all.length) * 100 >= percent;
  return enough
    ? failing.map(([key, { metric, resource, value }]) => ({ key, metric, resource, value }))
    : [];
}

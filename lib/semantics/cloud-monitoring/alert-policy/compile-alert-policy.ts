import { durationSeconds } from "../duration-seconds.ts";
import { type MonitoringSeries, resourceKey, type SeriesIdentity } from "../time-series/time-series.ts";
import {
  type CompiledCondition,
  type ConditionState,
  compileCondition,
  type MetSeries,
} from "./evaluate-condition.ts";
import type { AlertPolicy } from "./types.ts";

/** What an incident is about. */
export interface IncidentSubject extends SeriesIdentity {
  /** Tells the incidents of a policy apart. */
  readonly key: string;
  /** Position of the condition in the policy. */
  readonly condition: number;
  /** What was compared when it opened; undefined for absence and for conditions on logs. */
  readonly value: number | undefined;
}

/** An incident that is open. */
export interface OpenIncident extends IncidentSubject {
  /** In ms since the epoch. */
  readonly openedAt: number;
}

/** What a policy remembers from one evaluation to the next; plain JSON. */
export interface AlertPolicyState {
  readonly conditions: readonly ConditionState[];
  readonly incidents: readonly OpenIncident[];
}

/** What an evaluation says. */
export interface AlertPolicyEvaluation {
  readonly state: AlertPolicyState;
  readonly opened: readonly OpenIncident[];
  readonly closed: readonly OpenIncident[];
}

/** An alert policy ready to be evaluated each minute. */
export interface CompiledAlertPolicy {
  readonly policy: AlertPolicy;
  /** How far back its conditions look, in ms: older points are not needed. */
  readonly reach: number;
  /**
   * Evaluates the policy at the end of a minute.
   *
   * @param series those of the project with their points up to now; others than the policy's are left out
   * @param isSnoozed whether what it is about is snoozed: open incidents close and none opens
   */
  evaluate(
    state: AlertPolicyState,
    series: readonly MonitoringSeries[],
    now: number,
    isSnoozed?: (subject: IncidentSubject) => boolean,
  ): AlertPolicyEvaluation;
}

/** What a policy remembers before its first evaluation. */
export const NEW_ALERT_POLICY: AlertPolicyState = { conditions: [], incidents: [] };

/**
 * Compiles a policy on metrics: thresholds, ratios and absence. Conditions on logs are met by {@link compileLogMatch};
 * those in query languages are never met here.
 *
 * @throws InvalidArgumentError
 * @see https://cloud.google.com/monitoring/alerts/concepts-indepth
 */
export function compileAlertPolicy(policy: AlertPolicy): CompiledAlertPolicy {
  const autoClose = durationSeconds(policy.alertStrategy?.autoClose, "alertStrategy.autoClose") || undefined;
  const conditions = (policy.conditions ?? []).map((condition) => compileCondition(condition, autoClose));
  return {
    policy,
    reach: Math.max(0, ...conditions.map((condition) => condition?.reach ?? 0)),
    evaluate(state, series, now, isSnoozed = () => false) {
      const evaluations = conditions.map((condition, index) =>
        evaluate(condition, state.conditions[index] ?? {}, series, now),
      );
      const met = evaluations.map((evaluation) => evaluation.met);
      const subjects =
        policy.enabled === false ? [] : combine(met, policy.combiner).filter((one) => !isSnoozed(one));
      const open = new Map(state.incidents.map((incident) => [incident.key, incident]));
      const incidents = subjects.map((subject) => open.get(subject.key) ?? { ...subject, openedAt: now });
      const kept = new Set(incidents.map(({ key }) => key));
      return {
        state: { conditions: evaluations.map((evaluation) => evaluation.state), incidents },
        opened: incidents.filter(({ key }) => !open.has(key)),
        closed: state.incidents.filter(({ key }) => !kept.has(key)),
      };
    },
  };
}

function evaluate(
  condition: CompiledCondition | undefined,
  state: ConditionState,
  series: readonly MonitoringSeries[],
  now: number,
) {
  return condition?.evaluate(state, series, now) ?? { state, met: [] };
}

/** OR: an incident for each series; AND: one for all conditions, or one for each resource that meets them all. */
function combine(met: readonly (readonly MetSeries[])[], combiner: string | undefined): IncidentSubject[] {
  const of = (one: MetSeries, condition: number, key: string): IncidentSubject => ({
    ...one,
    condition,
    key,
  });
  if (met.length === 1 || (combiner !== "AND" && combiner !== "AND_WITH_MATCHING_RESOURCE"))
    return met.flatMap((series, index) => series.map((one) => of(one, index, `${index} ${one.key}`)));
  if (met.some((series) => series.length === 0)) return [];
  const [first = [], ...rest] = met;
  if (combiner === "AND") return [of(first[0]!, 0, "all")];
  const others = rest.map((series) => new Set(series.map(({ resource }) => resourceKey(resource))));
  const matching = first.filter(({ resource }) => others.every((keys) => keys.has(resourceKey(resource))));
  const byResource = new Map(matching.map((one) => [resourceKey(one.resource), one]));
  return [...byResource].map(([key, one]) => of(one, 0, key));
}

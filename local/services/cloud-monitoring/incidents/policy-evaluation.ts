import {
  type AlertPolicyState,
  type CompiledAlertPolicy,
  type CompiledLogMatch,
  compileAlertPolicy,
  compileLogMatch,
  type LogEntry,
  type LogMatchState,
  type MonitoringSeries,
  NEW_ALERT_POLICY,
  NEW_LOG_MATCH,
} from "cumulog/semantics";
import type { Storage } from "#kernel/storage/storage.ts";
import { StoredMap } from "#kernel/storage/stored-map.ts";
import { type KeptPolicy, projectOf } from "../configuration/kinds.ts";

const MINUTE = 60_000;

interface KeptState {
  readonly metric?: AlertPolicyState;
  readonly log?: LogMatchState;
}

/** What opened, closed or is to be told again. */
export interface PolicyChange {
  readonly policy: KeptPolicy;
  readonly kind: "opened" | "closed" | "again";
  readonly key: string;
  readonly condition: number;
  readonly resource: MonitoringSeries["resource"];
  readonly metric?: MonitoringSeries["metric"];
  readonly extracted?: Readonly<Record<string, string>>;
  readonly value?: number | undefined;
  /** Whether channels may be told of it now. */
  readonly notifies: boolean;
}

/** Whether a policy is snoozed about something. */
export type SnoozeCheck = (
  policyName: string,
  subject?: Pick<MonitoringSeries, "metric" | "resource">,
) => boolean;

/** Evaluates policies and keeps what they remember. */
export class PolicyEvaluation {
  readonly #states: StoredMap<KeptState>;
  /** Compiled policies by the policy itself, so that a changed one is compiled anew. */
  readonly #compiled = new WeakMap<
    KeptPolicy,
    { readonly metric: CompiledAlertPolicy; readonly log: CompiledLogMatch | undefined }
  >();

  constructor(storage: Storage) {
    this.#states = new StoredMap(storage.collection("cloud-monitoring-policy-states"));
  }

  /** Forgets what a policy remembers. */
  forget(policyName: string): void {
    this.#states.delete(policyName);
  }

  /** Evaluates a policy at the end of a minute. */
  minute(
    policy: KeptPolicy,
    series: readonly MonitoringSeries[],
    now: number,
    isSnoozed: SnoozeCheck,
  ): readonly PolicyChange[] {
    const { metric, log } = this.#compiledOf(policy);
    const state = this.#states.get(policy.name) ?? {};
    if (log) {
      const evaluation = log.expire(state.log ?? NEW_LOG_MATCH, now, isSnoozed(policy.name));
      this.#states.set(policy.name, { log: evaluation.state });
      return evaluation.closed.map((one) => logChange(policy, one, "closed", false));
    }
    const recent = series.map((one) => since(one, now - metric.reach - MINUTE));
    const evaluation = metric.evaluate(state.metric ?? NEW_ALERT_POLICY, recent, now, (subject) =>
      isSnoozed(policy.name, subject),
    );
    this.#states.set(policy.name, { metric: evaluation.state });
    const change = (kind: "opened" | "closed") => (one: (typeof evaluation.opened)[number]) => {
      const { key, condition, resource, metric: of, value } = one;
      return { policy, kind, key, condition, resource, metric: of, value, notifies: true };
    };
    return [...evaluation.opened.map(change("opened")), ...evaluation.closed.map(change("closed"))];
  }

  /** Lets a policy on logs look at an entry. */
  entry(policy: KeptPolicy, entry: LogEntry, now: number, isSnoozed: SnoozeCheck): readonly PolicyChange[] {
    const { log } = this.#compiledOf(policy);
    if (!log) return [];
    const state = this.#states.get(policy.name)?.log ?? NEW_LOG_MATCH;
    const evaluation = log.entry(state, entry, now, isSnoozed(policy.name));
    if (evaluation.state !== state) this.#states.set(policy.name, { log: evaluation.state });
    const notified = new Set(evaluation.notified.map(({ key }) => key));
    const opened = new Set(evaluation.opened.map(({ key }) => key));
    return [
      ...evaluation.closed.map((one) => logChange(policy, one, "closed", false)),
      ...evaluation.opened.map((one) => logChange(policy, one, "opened", notified.has(one.key))),
      ...evaluation.notified
        .filter(({ key }) => !opened.has(key))
        .map((one) => logChange(policy, one, "again", true)),
    ];
  }

  #compiledOf(policy: KeptPolicy) {
    const present = this.#compiled.get(policy);
    if (present) return present;
    const compiled = {
      metric: compileAlertPolicy(policy),
      log: compileLogMatch(policy, projectOf(policy.name)),
    };
    this.#compiled.set(policy, compiled);
    return compiled;
  }
}

function logChange(
  policy: KeptPolicy,
  { key, resource, extracted }: LogMatchState["incidents"][number],
  kind: PolicyChange["kind"],
  notifies: boolean,
): PolicyChange {
  return { policy, kind, key, condition: 0, resource, extracted, notifies };
}

/** The series with its points from a time on. */
function since(series: MonitoringSeries, start: number): MonitoringSeries {
  const { points } = series;
  let [low, high] = [0, points.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (points[middle]!.end < start) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? series : { ...series, points: points.slice(low) };
}

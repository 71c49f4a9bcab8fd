import { compileLoggingFilter } from "../../cloud-logging/filter/compile.ts";
import type { LogEntry, MonitoredResource } from "../../cloud-logging/log-entry.ts";
import { compileExtractor } from "../../cloud-logging/log-metric/extractor.ts";
import {
  ALERT_AUTO_CLOSE_MAX_SECONDS,
  LOG_ALERT_MAX_NOTIFICATIONS_PER_DAY,
  LOG_ALERT_MIN_PERIOD_SECONDS,
} from "../../limits.ts";
import { durationSeconds } from "../duration-seconds.ts";
import type { AlertPolicy } from "./types.ts";

const DAY = 86_400_000;

/** An incident of a policy on logs that is open. */
export interface LogMatchIncident {
  /** Tells the combinations of extracted values apart. */
  readonly key: string;
  readonly resource: MonitoredResource;
  /** What was extracted. */
  readonly extracted: Readonly<Record<string, string>>;
  /** In ms since the epoch. */
  readonly openedAt: number;
  readonly matchedAt: number;
}

/** What a policy on logs remembers from one entry to the next; plain JSON. */
export interface LogMatchState {
  readonly incidents: readonly LogMatchIncident[];
  /** Times of the last day's notifications by incident key. */
  readonly notified: Readonly<Record<string, readonly number[]>>;
}

/** What an entry, or the passing of time, does. */
export interface LogMatchEvaluation {
  readonly state: LogMatchState;
  readonly opened: readonly LogMatchIncident[];
  readonly closed: readonly LogMatchIncident[];
  /** Incidents of which the channels are told now. */
  readonly notified: readonly LogMatchIncident[];
}

/** A policy on logs ready to look at entries. */
export interface CompiledLogMatch {
  readonly policy: AlertPolicy;
  /**
   * Looks at an entry.
   *
   * @param now in ms since the epoch
   * @param isSnoozed whether the policy is snoozed: nothing opens
   */
  entry(state: LogMatchState, entry: LogEntry, now: number, isSnoozed?: boolean): LogMatchEvaluation;
  /** Closes what had no match for too long, or everything while the policy is snoozed or disabled. */
  expire(state: LogMatchState, now: number, isSnoozed?: boolean): LogMatchEvaluation;
}

/** What a policy on logs remembers before its first entry. */
export const NEW_LOG_MATCH: LogMatchState = { incidents: [], notified: {} };

/**
 * Compiles a policy with a condition on logs. Each combination of extracted values is a rule of its own: it has its
 * incident, at most one notification per period and twenty a day; a later match only notifies again.
 *
 * @param project `projects/P`: entries of others are not looked at
 * @returns undefined for policies on metrics
 * @throws InvalidArgumentError, LoggingFilterSyntaxError
 * @see https://cloud.google.com/logging/docs/alerting/log-based-alerts
 */
export function compileLogMatch(policy: AlertPolicy, project: string): CompiledLogMatch | undefined {
  const condition = policy.conditions?.[0]?.conditionMatchedLog;
  if (!condition) return undefined;
  const { notificationRateLimit, autoClose } = policy.alertStrategy ?? {};
  const filter = compileLoggingFilter(condition.filter ?? "");
  const extractors = Object.entries(condition.labelExtractors ?? {}).map(
    ([key, text]) => [key, compileExtractor(text, `labelExtractors.${key}`)] as const,
  );
  const period =
    durationSeconds(notificationRateLimit?.period, "period", LOG_ALERT_MIN_PERIOD_SECONDS) * 1000;
  const closesAfter = durationSeconds(autoClose, "autoClose", ALERT_AUTO_CLOSE_MAX_SECONDS) * 1000;
  const prefix = `${project}/logs/`;

  const expire: CompiledLogMatch["expire"] = (state, now, isSnoozed = false) => {
    const stays = ({ matchedAt }: LogMatchIncident) =>
      !isSnoozed && policy.enabled !== false && now - matchedAt < closesAfter;
    const incidents = state.incidents.filter(stays);
    const closed = state.incidents.filter((incident) => !stays(incident));
    return { state: { ...state, incidents }, opened: [], closed, notified: [] };
  };

  return {
    policy,
    expire,
    entry(state, entry, now, isSnoozed = false) {
      const expired = expire(state, now, isSnoozed);
      const looks = policy.enabled !== false && !isSnoozed && entry.logName?.startsWith(prefix);
      if (!looks || !filter.matches(entry)) return expired;
      const extracted = Object.fromEntries(
        extractors.map(([key, extractor]) => [key, extractor.extract(entry) ?? ""]),
      );
      const key = JSON.stringify(extractors.map(([name]) => extracted[name]));
      const open = expired.state.incidents.find((incident) => incident.key === key);
      const resource = entry.resource ?? { type: "global", labels: {} };
      const incident: LogMatchIncident = open
        ? { ...open, matchedAt: now }
        : { key, resource, extracted, openedAt: now, matchedAt: now };
      const recent = (state.notified[key] ?? []).filter((time) => now - time < DAY);
      const last = recent.at(-1);
      const notifies =
        recent.length < LOG_ALERT_MAX_NOTIFICATIONS_PER_DAY && (last === undefined || now - last >= period);
      return {
        state: {
          incidents: [...expired.state.incidents.filter((one) => one !== open), incident],
          notified: { ...state.notified, [key]: notifies ? [...recent, now] : recent },
        },
        opened: open ? [] : [incident],
        closed: expired.closed,
        notified: notifies ? [incident] : [],
      };
    },
  };
}

import type { MuteRuleInput } from "cumulog/semantics";
import type { MetricAlarmInput } from "../services/cloudwatch/alarm.ts";
import type { MetricStore } from "../services/cloudwatch/metric-store.ts";
import { type AlarmInput, longestLook, retargeted, withThreshold } from "./alarm-definition.ts";
import { AlarmRun } from "./alarm-run.ts";
import { type Incident, type IncidentScore, scoreOf } from "./incidents.ts";
import { QuietTime } from "./quiet-time.ts";
import { type AlarmResult, type BacktestResult, isPage, resultOf } from "./result.ts";
import { hasThreshold, thresholdsFor } from "./thresholds.ts";

const MINUTE = 60_000;
/** Without incidents to go by: more pages than one a day are noise, and an alarm that is on all the time says nothing. */
const MOST_A_DAY = 1;
const MOST_OF_TIME = 0.1;

/** What an alarm would have done with a threshold. */
export interface TriedThreshold {
  readonly threshold: number;
  readonly pages: number;
  readonly pagesPerDay: number;
  /** Milliseconds in ALARM altogether. */
  readonly firingMs: number;
  /** Given with incidents. */
  readonly score?: IncidentScore | undefined;
}

/** A threshold for an alarm. */
export interface Suggestion {
  readonly alarmName: string;
  /** The threshold that it has. */
  readonly current: number;
  /** The best of those that were tried; undefined when each of them pages too often. */
  readonly suggested: TriedThreshold | undefined;
  /** Ascending. */
  readonly tried: readonly TriedThreshold[];
}

export interface SuggestOptions {
  readonly incidents?: readonly Incident[] | undefined;
  /** When alarms tell nobody. @default never */
  readonly muteRules?: readonly MuteRuleInput[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Tries thresholds for each alarm on the metrics that a backtest has made, without reading the history again.
 *
 * @param minutes starts of the minutes that had events
 */
export async function suggestThresholds(
  alarms: readonly AlarmInput[],
  metrics: MetricStore,
  { minutes, start, end }: { minutes: readonly number[]; start: number; end: number },
  { incidents, muteRules = [], signal }: SuggestOptions = {},
): Promise<Suggestion[]> {
  const tried = alarms.filter(hasThreshold).map((alarm) => ({
    alarm,
    copies: thresholdsFor(alarm, metrics, { start, end }).map((threshold) => withThreshold(alarm, threshold)),
  }));
  const copies = tried.flatMap((one) => one.copies);
  const rules = muteRules.map((rule) =>
    retargeted(rule, (name) =>
      tried.flatMap(({ alarm, copies: own }) =>
        alarm.AlarmName === name ? own.map(({ AlarmName }) => AlarmName) : [],
      ),
    ),
  );
  const result = await runOn(copies, metrics, { minutes, start, end }, { rules, signal });
  const results = new Map(result.alarms.map((alarm) => [alarm.alarmName, alarm]));
  return tried.map(({ alarm, copies: own }) => {
    const outcomes = own.map((copy) => triedOf(copy, results.get(copy.AlarmName)!, result, incidents));
    return {
      alarmName: alarm.AlarmName,
      current: (alarm as unknown as MetricAlarmInput).Threshold!,
      suggested: best(outcomes, alarm, end - start),
      tried: outcomes,
    };
  });
}

async function runOn(
  alarms: readonly AlarmInput[],
  metrics: MetricStore,
  { minutes, start, end }: { minutes: readonly number[]; start: number; end: number },
  { rules, signal }: { rules: readonly MuteRuleInput[]; signal: AbortSignal | undefined },
): Promise<BacktestResult> {
  const quiet = new QuietTime(alarms);
  const run = await AlarmRun.begin(alarms, Math.floor(start / MINUTE) * MINUTE, metrics);
  try {
    let latest = start;
    for (const minute of [...minutes].sort((one, other) => one - other)) {
      if (signal?.aborted) break;
      await run.passUntil(minute, { latest, quiet, signal });
      latest = minute + MINUTE;
    }
    const longest = Math.max(...alarms.map(longestLook), MINUTE);
    await run.passUntil(latest + longest, { latest, quiet, signal });
    return resultOf(
      alarms.map(({ AlarmName }) => ({ alarmName: AlarmName, hasData: true })),
      run.transitions,
      { events: 0, start, end, warnings: [] },
      rules,
    );
  } finally {
    await run.close();
  }
}

function triedOf(
  copy: AlarmInput,
  alarm: AlarmResult,
  result: BacktestResult,
  incidents: readonly Incident[] | undefined,
): TriedThreshold {
  return {
    threshold: (copy as unknown as MetricAlarmInput).Threshold!,
    pages: alarm.firings.filter(isPage).length,
    pagesPerDay: alarm.firingsPerDay,
    firingMs: alarm.firingMs,
    score: incidents && scoreOf([alarm], incidents, result),
  };
}

/**
 * With incidents: what catches most of them with the fewest false pages. Without: the most sensitive that pages once a day at
 * most. Of thresholds that do the same, the middle one: it is furthest from doing otherwise.
 */
function best(
  outcomes: readonly TriedThreshold[],
  alarm: AlarmInput,
  span: number,
): TriedThreshold | undefined {
  const isBelow = /^Less/.test((alarm as unknown as MetricAlarmInput).ComparisonOperator);
  const sensitiveFirst = isBelow ? outcomes.toReversed() : outcomes;
  const scored = sensitiveFirst.filter(({ score }) => score !== undefined && score.incidents > 0);
  const candidates =
    scored.length > 0
      ? scored
      : sensitiveFirst.filter(
          ({ pagesPerDay, firingMs }) => pagesPerDay <= MOST_A_DAY && firingMs <= span * MOST_OF_TIME,
        );
  if (candidates.length === 0) return undefined;
  const chosen = candidates.reduce((one, other) =>
    one.score && other.score && isBetter(other.score, one.score) ? other : one,
  );
  if (chosen.score?.incidents && chosen.score.caught === 0) return undefined;
  const same = candidates.filter((outcome) => isSame(outcome, chosen));
  return same[same.length >> 1];
}

const isBetter = (one: IncidentScore, other: IncidentScore): boolean =>
  one.caught > other.caught || (one.caught === other.caught && one.falsePages < other.falsePages);

const isSame = (one: TriedThreshold, other: TriedThreshold): boolean =>
  one.pages === other.pages &&
  one.score?.caught === other.score?.caught &&
  one.score?.falsePages === other.score?.falsePages;

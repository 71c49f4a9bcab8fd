import { activeMute, type MuteRuleInput } from "cumulog/semantics";
import type { AlarmSeries } from "./alarm-series.ts";

/** A change of an alarm's state. */
export interface Transition {
  readonly alarmName: string;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

/** A time during which an alarm was in ALARM. */
export interface Firing {
  /** Milliseconds since the epoch. */
  readonly from: number;
  /** Undefined when the alarm had not recovered at the end. */
  readonly to: number | undefined;
  readonly reason: string;
  /** Given when it began while the alarm was muted. */
  readonly muted?: {
    /** When the window ended and people were told; undefined when the alarm had recovered by then, so that nobody was. */
    readonly until: number | undefined;
  };
}

/** What one alarm would have done. */
export interface AlarmResult {
  readonly alarmName: string;
  readonly firings: readonly Firing[];
  /** Changes of state in order, the first one from INSUFFICIENT_DATA included. */
  readonly transitions: readonly Transition[];
  /** Milliseconds in ALARM altogether. */
  readonly firingMs: number;
  /** Times it told people for each day of the history: how noisy it would have been. */
  readonly firingsPerDay: number;
  /** Whether the history made any of the metrics that the alarm looks at; without one it says nothing about the alarm. */
  readonly hasData: boolean;
}

/** What the alarms would have done over a history. */
export interface BacktestResult {
  readonly alarms: readonly AlarmResult[];
  readonly events: number;
  /** Time of the first event, milliseconds since the epoch; undefined when there was none. */
  readonly start: number | undefined;
  /** Time at which the last alarm had looked at everything. */
  readonly end: number | undefined;
  /** What each alarm looked at, when that was asked for. */
  readonly series?: readonly AlarmSeries[];
  /** What has to be said of the history, a sentence each: lines that came too late, stray times, files that were left out. */
  readonly warnings: readonly string[];
}

const DAY = 86_400_000;

/** Sorts the transitions of a simulation by alarm. */
export function resultOf(
  alarmInputs: readonly { readonly alarmName: string; readonly hasData: boolean }[],
  transitions: readonly Transition[],
  { events, start, end, warnings }: Omit<BacktestResult, "alarms">,
  muteRules: readonly MuteRuleInput[] = [],
): BacktestResult {
  const days = Math.max((end ?? 0) - (start ?? 0), 1) / DAY;
  const alarms = alarmInputs.map(({ alarmName, hasData }): AlarmResult => {
    const own = transitions.filter((transition) => transition.alarmName === alarmName);
    const firings = firingsOf(own).map((firing) => withMute(firing, alarmName, muteRules));
    return {
      alarmName,
      firings,
      transitions: own,
      firingMs: firings.reduce((sum, { from, to }) => sum + (to ?? end ?? from) - from, 0),
      firingsPerDay: firings.filter(isPage).length / Math.max(days, 1),
      hasData,
    };
  });
  return { alarms, events, start, end, warnings };
}

function firingsOf(transitions: readonly Transition[]): Firing[] {
  const firings: Firing[] = [];
  for (const { timestamp, from, to, reason } of transitions) {
    if (to === "ALARM") firings.push({ from: timestamp, to: undefined, reason });
    else if (from === "ALARM") firings.push({ ...firings.pop()!, to: timestamp });
  }
  return firings;
}

/** Whether people are told of it, at once or later. */
export function isPage({ muted }: Firing): boolean {
  return muted === undefined || muted.until !== undefined;
}

/** When people are told of it: at once, or when the alarm is muted no more; undefined for never. */
export function pageTime({ from, muted }: Firing): number | undefined {
  return muted === undefined ? from : muted.until;
}

/**
 * Actions wait until the window of a mute rule ends, and are forgotten when the alarm has recovered by then.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-mute-rules.html#effects-of-mute-rules
 */
function withMute(firing: Firing, alarmName: string, rules: readonly MuteRuleInput[]): Firing {
  let until = firing.from;
  for (
    let mute = activeMute(rules, alarmName, new Date(until));
    mute;
    mute = activeMute(rules, alarmName, new Date(until))
  )
    until = mute.window.end;
  if (until === firing.from) return firing;
  const isOver = firing.to !== undefined && firing.to <= until;
  return { ...firing, muted: { until: isOver ? undefined : until } };
}

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
}

/** What one alarm would have done. */
export interface AlarmResult {
  readonly alarmName: string;
  readonly firings: readonly Firing[];
  /** Changes of state in order, the first one from INSUFFICIENT_DATA included. */
  readonly transitions: readonly Transition[];
  /** Milliseconds in ALARM altogether. */
  readonly firingMs: number;
  /** Times it went off for each day of the history: how noisy it would have been. */
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
): BacktestResult {
  const days = Math.max((end ?? 0) - (start ?? 0), 1) / DAY;
  const alarms = alarmInputs.map(({ alarmName, hasData }): AlarmResult => {
    const own = transitions.filter((transition) => transition.alarmName === alarmName);
    const firings = firingsOf(own);
    return {
      alarmName,
      firings,
      transitions: own,
      firingMs: firings.reduce((sum, { from, to }) => sum + (to ?? end ?? from) - from, 0),
      firingsPerDay: firings.length / Math.max(days, 1),
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

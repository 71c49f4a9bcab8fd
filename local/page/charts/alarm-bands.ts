import type { Alarm, AlarmHistoryItem, AlarmStateValue } from "../model/cloud-types.ts";
import type { Range } from "./metric-data.ts";

/** A stretch of time in one state, in milliseconds. */
export interface StateBand extends Range {
  readonly state: AlarmStateValue;
}

/** The states of an alarm over a range, from its history (in any order) and its present state. */
export function bandsOf(
  alarm: Alarm,
  history: readonly AlarmHistoryItem[],
  { start, end }: Range,
): StateBand[] {
  const changes = history
    .filter((item) => item.AlarmName === alarm.AlarmName && item.HistoryItemType === "StateUpdate")
    .map(({ Timestamp, HistoryData }) => ({ time: Timestamp * 1_000, ...statesOf(HistoryData) }))
    .sort((one, other) => one.time - other.time);
  const bands: StateBand[] = [];
  let state = changes[0]?.from ?? alarm.StateValue;
  let since = Math.max(start, creationOf(history) ?? start);
  for (const { time, to } of changes) {
    if (time > since) bands.push({ start: since, end: Math.min(time, end), state });
    since = Math.max(since, time);
    state = to ?? state;
  }
  if (since < end) bands.push({ start: since, end, state });
  return bands.filter((band) => band.end > band.start);
}

/** Before an alarm was made it had no state. */
function creationOf(history: readonly AlarmHistoryItem[]): number | undefined {
  const times = history
    .filter(({ HistoryItemType, HistoryData }) => {
      return HistoryItemType === "ConfigurationUpdate" && /"type":\s*"Create"/.test(HistoryData);
    })
    .map(({ Timestamp }) => Timestamp * 1_000);
  return times.length > 0 ? Math.max(...times) : undefined;
}

/** The state that an entry of the history is about, and the one before. */
export function statesOf(historyData: string): {
  from?: AlarmStateValue;
  to?: AlarmStateValue;
  reason?: string;
} {
  const { oldState, newState } = JSON.parse(historyData) as Record<
    "oldState" | "newState",
    { stateValue?: AlarmStateValue; stateReason?: string } | undefined
  >;
  return {
    ...(oldState?.stateValue && { from: oldState.stateValue }),
    ...(newState?.stateValue && { to: newState.stateValue }),
    ...(newState?.stateReason && { reason: newState.stateReason }),
  };
}

import type { Alarm, AlarmHistoryItem, AlarmStateValue, MetricDataQuery } from "../model/cloud-types.ts";
import type { Range } from "./metric-data.ts";

/** The queries that draw what an alarm looks at; none for a composite alarm. */
export function queriesOf(alarm: Alarm, period: number): readonly MetricDataQuery[] {
  if (alarm.Metrics?.length)
    return alarm.Metrics.map((query) => ({
      ...query,
      ReturnData: query.Id === alarm.ThresholdMetricId || query.ReturnData !== false,
      ...(query.MetricStat && { MetricStat: { ...query.MetricStat, Period: period } }),
    }));
  const { Namespace, MetricName, Dimensions = [], Statistic, ExtendedStatistic } = alarm;
  if (Namespace === undefined || MetricName === undefined) return [];
  const Stat = Statistic ?? ExtendedStatistic ?? "Average";
  return [{ Id: "m1", MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period: period, Stat } }];
}

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

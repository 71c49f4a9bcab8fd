import type { TransformerProcessor } from "cumulog/semantics";
import { type LogAlarmDefinition, type Signal, signalResources } from "cumulog/signals";
import type { AlarmInput, AlarmSet, FilterDefinition } from "./alarm-definition.ts";
import { withServiceMetrics } from "./service-metrics.ts";

/** A signal and the log group that it watches. */
export interface WatchedSignal {
  readonly name: string;
  readonly signal: Signal;
  /** @default any group: every event of the history counts */
  readonly logGroupName?: string | undefined;
  /** What makes documents of the group's events, which the signal looks at then. @default none */
  readonly transformer?: readonly TransformerProcessor[] | undefined;
}

/** What stands for a group that a history does not name. */
const ANY_GROUP = "history";

/** The filters and alarms of signals, as the constructs deploy them. */
export function alarmSetOfSignals(signals: readonly WatchedSignal[]): AlarmSet {
  const filters: FilterDefinition[] = [];
  const alarms: AlarmInput[] = [];
  for (const { name, signal, logGroupName, transformer } of signals) {
    const made = signalResources(signal, { name, logGroupName: logGroupName ?? ANY_GROUP });
    const group = {
      ...(logGroupName !== undefined && { logGroupName }),
      ...(transformer && { transformer, applyOnTransformedLogs: true }),
    };
    filters.push(...made.metricFilters.map((filter) => ({ ...filter, ...group })));
    alarms.push(
      ...([
        ...made.metricAlarms,
        ...made.logAlarms.map(withRole),
        ...made.compositeAlarms,
      ] as unknown as readonly AlarmInput[]),
    );
  }
  return withServiceMetrics({ filters, alarms }, (group) => (group === ANY_GROUP ? undefined : group));
}

/** The role that runs a query is made with the stack. */
function withRole(alarm: LogAlarmDefinition) {
  const ScheduledQueryRoleARN = "arn:aws:iam::123456789012:role/log-alarm";
  return {
    ...alarm,
    ScheduledQueryConfiguration: { ...alarm.ScheduledQueryConfiguration, ScheduledQueryRoleARN },
    ...(alarm.ActionLogLineCount !== undefined && { ActionLogLineRoleArn: ScheduledQueryRoleARN }),
  };
}

import type { LogAlarmInput } from "./types.ts";

/** What PutLogAlarm fills in. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutLogAlarm.html */
export function withLogAlarmDefaults(input: LogAlarmInput): LogAlarmInput & {
  readonly ActionsEnabled: boolean;
  readonly ActionLogLineCount: number;
  readonly TreatMissingData: string;
} {
  const query = input.ScheduledQueryConfiguration;
  return {
    ...input,
    ActionsEnabled: input.ActionsEnabled ?? true,
    ActionLogLineCount: input.ActionLogLineCount ?? 0,
    TreatMissingData: input.TreatMissingData ?? "missing",
    ScheduledQueryConfiguration: {
      ...query,
      ScheduleConfiguration: {
        ...query.ScheduleConfiguration,
        EndTimeOffset: query.ScheduleConfiguration.EndTimeOffset ?? 0,
      },
    },
  };
}

/**
 * Whether an update sends the alarm back to INSUFFICIENT_DATA: one of the query, the aggregation, the schedule or the log
 * groups does, one of the threshold or of M and N does not.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-log.html#log-alarm-update
 */
export function resetsLogAlarm(before: LogAlarmInput, after: LogAlarmInput): boolean {
  return relevant(before) !== relevant(after);
}

function relevant(input: LogAlarmInput): string {
  const { QueryString, LogGroupIdentifiers, AggregationExpression, ScheduleConfiguration } =
    withLogAlarmDefaults(input).ScheduledQueryConfiguration;
  const { ScheduleExpression, StartTimeOffset, EndTimeOffset } = ScheduleConfiguration;
  return JSON.stringify([
    QueryString,
    AggregationExpression,
    [...(LogGroupIdentifiers ?? [])].sort(),
    [ScheduleExpression, StartTimeOffset, EndTimeOffset],
  ]);
}

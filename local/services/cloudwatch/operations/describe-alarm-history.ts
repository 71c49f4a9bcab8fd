import type { Call } from "#kernel/cloud.ts";
import type { AlarmType } from "../alarm.ts";
import type { HistoryItemType } from "../alarm-directory.ts";
import type { CloudWatch } from "../state.ts";
import { pageOf, readTimestamp, seconds, type Timestamp } from "../validation.ts";

interface HistoryInput {
  readonly AlarmName?: string;
  readonly AlarmContributorId?: string;
  readonly AlarmTypes?: readonly AlarmType[];
  readonly HistoryItemType?: HistoryItemType;
  readonly StartDate?: Timestamp;
  readonly EndDate?: Timestamp;
  readonly MaxRecords?: number;
  readonly NextToken?: string;
  readonly ScanBy?: "TimestampAscending" | "TimestampDescending";
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html */
export function describeAlarmHistory(input: HistoryInput, { state: { alarms }, cloud }: Call<CloudWatch>) {
  const start = input.StartDate === undefined ? 0 : readTimestamp(input.StartDate, "StartDate");
  const end =
    input.EndDate === undefined ? Number.POSITIVE_INFINITY : readTimestamp(input.EndDate, "EndDate");
  // As the service: without a name and without types, those of metric alarms.
  const types: readonly string[] = input.AlarmTypes?.length ? input.AlarmTypes : ["MetricAlarm"];
  const items = alarms
    .history(cloud.clock.now())
    .filter(({ alarmName, alarmType, type, time, contributor }) => {
      if (input.AlarmName !== undefined && alarmName !== input.AlarmName) return false;
      if (input.HistoryItemType !== undefined && type !== input.HistoryItemType) return false;
      if (!types.includes(alarmType)) return false;
      if (input.AlarmContributorId !== undefined && contributor?.id !== input.AlarmContributorId)
        return false;
      return time >= start && time <= end;
    });
  if (input.ScanBy !== "TimestampAscending") items.reverse();
  const { items: shown, NextToken } = pageOf(items, input.NextToken, input.MaxRecords ?? 100);
  return {
    AlarmHistoryItems: shown.map(({ alarmName, alarmType, time, type, summary, data, contributor }) => ({
      AlarmName: alarmName,
      AlarmType: alarmType,
      Timestamp: seconds(time),
      HistoryItemType: type,
      HistorySummary: summary,
      HistoryData: data,
      ...(contributor && {
        AlarmContributorId: contributor.id,
        AlarmContributorAttributes: contributor.attributes,
      }),
    })),
    ...(NextToken && { NextToken }),
  };
}

import type { Call } from "../../../kernel/cloud.ts";
import type { AlarmType } from "../alarm.ts";
import type { HistoryItemType } from "../alarm-directory.ts";
import type { CloudWatch } from "../state.ts";
import { pageOf, readTimestamp, seconds, type Timestamp } from "../validation.ts";

interface HistoryInput {
  readonly AlarmName?: string;
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
  const items = alarms.history(cloud.clock.now()).filter(({ alarmName, alarmType, type, time }) => {
    if (input.AlarmName !== undefined && alarmName !== input.AlarmName) return false;
    if (input.HistoryItemType !== undefined && type !== input.HistoryItemType) return false;
    if (input.AlarmTypes?.length && !input.AlarmTypes.includes(alarmType)) return false;
    return time >= start && time <= end;
  });
  if (input.ScanBy !== "TimestampAscending") items.reverse();
  const { items: shown, NextToken } = pageOf(items, input.NextToken, input.MaxRecords ?? 100);
  return {
    AlarmHistoryItems: shown.map(({ alarmName, alarmType, time, type, summary, data }) => ({
      AlarmName: alarmName,
      AlarmType: alarmType,
      Timestamp: seconds(time),
      HistoryItemType: type,
      HistorySummary: summary,
      HistoryData: data,
    })),
    ...(NextToken && { NextToken }),
  };
}

import type { AlarmHistoryItem, HistoryItemType } from "@aws-sdk/client-cloudwatch";
import { connectCloudWatch } from "../aws/connection.ts";
import { terminalText } from "../terminal-text.ts";
import { textTable } from "../text-table.ts";
import { ALARM_TYPES } from "./alarm-line.ts";
import type { HistoryOptions } from "./options.ts";

/** Prints what happened to alarms: to one, or to all, the newest first. */
export async function printHistory(
  name: string | undefined,
  { limit: wanted, type, json, ...connection }: HistoryOptions,
): Promise<void> {
  const limit = Number(wanted);
  if (!(Number.isInteger(limit) && limit > 0))
    throw new Error(`--limit is ${wanted}: expected a whole number from 1`);
  const { paginateDescribeAlarmHistory } = await import("@aws-sdk/client-cloudwatch");
  const client = await connectCloudWatch(connection);
  const items: AlarmHistoryItem[] = [];
  try {
    const pages = paginateDescribeAlarmHistory(
      { client },
      {
        ...(name !== undefined && { AlarmName: name }),
        AlarmTypes: [...ALARM_TYPES],
        MaxRecords: Math.min(limit, 100),
        ...(type !== undefined && { HistoryItemType: type as HistoryItemType }),
      },
    );
    for await (const { AlarmHistoryItems = [] } of pages) {
      items.push(...AlarmHistoryItems);
      if (items.length >= limit) break;
    }
  } finally {
    client.destroy();
  }
  const shown = items.slice(0, limit);
  if (json) {
    for (const { AlarmName, Timestamp, HistoryItemType: kind, HistorySummary, HistoryData } of shown)
      process.stdout.write(
        `${JSON.stringify({
          alarm: AlarmName,
          time: Timestamp?.toISOString(),
          type: kind,
          summary: HistorySummary,
          data: JSON.parse(HistoryData ?? "null"),
        })}\n`,
      );
    return;
  }
  if (shown.length === 0) {
    process.stderr.write(
      name === undefined ? "No alarm has a history yet.\n" : `Nothing is known of an alarm "${name}".\n`,
    );
    return;
  }
  const rows = shown.map(({ AlarmName = "", Timestamp, HistoryItemType: kind = "", HistorySummary = "" }) => [
    Timestamp?.toISOString() ?? "",
    ...(name === undefined ? [terminalText(AlarmName)] : []),
    kind,
    terminalText(HistorySummary),
  ]);
  process.stdout.write(`${textTable(rows)}\n`);
}

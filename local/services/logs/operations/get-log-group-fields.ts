import type { GetLogGroupFieldsRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { selectEvents } from "../insights/event-selection.ts";
import type { LogsService } from "../logs-service.ts";

const SYSTEM_FIELDS = ["@ingestionTime", "@log", "@logStream", "@message", "@timestamp"];

const MINUTE = 60_000;

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogGroupFields.html */
export function getLogGroupFields(
  input: Input<GetLogGroupFieldsRequest>,
  { state: service, accountId }: Call<LogsService>,
) {
  const group = service.groupOf(input);
  const now = service.cloud.clock.now();
  const range =
    input.time === undefined
      ? { start: now - 15 * MINUTE, end: now + 1 }
      : { start: input.time * 1000 - 8 * MINUTE, end: input.time * 1000 + 8 * MINUTE + 1 };
  const rows = selectEvents([group], { ...range, accountId });
  const counts = new Map<string, number>();
  for (const row of rows)
    for (const name of [...SYSTEM_FIELDS, ...row.discovered.keys()])
      counts.set(name, (counts.get(name) ?? 0) + 1);
  const logGroupFields = [...counts]
    .map(([name, count]) => ({ name, percent: Math.round((100 * count) / rows.length) }))
    .sort((left, right) => right.percent - left.percent || (left.name < right.name ? -1 : 1));
  return { logGroupFields };
}

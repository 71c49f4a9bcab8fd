import type { GetLogRecordRequest } from "@aws-sdk/client-cloudwatch-logs";
import { InsightsEventRow, insightsText } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { invalidParameter } from "../errors.ts";
import { originOf } from "../insights/event-selection.ts";
import { parsePointer } from "../insights/record-pointer.ts";
import { comparePositions, positionOf, shownMessage } from "../log-event.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogRecord.html */
export function getLogRecord(
  input: Input<GetLogRecordRequest>,
  { state: service, accountId }: Call<LogsService>,
) {
  const pointer = parsePointer(input.logRecordPointer);
  if (!pointer) throw invalidParameter("The specified logRecordPointer is invalid.");
  const group = service.store.group(pointer.logGroupName);
  const stream = service.store.stream(group, pointer.logStreamName);
  const event = stream.events.at(stream.events.indexOfPosition(pointer.position));
  if (!event || comparePositions(positionOf(event), pointer.position) !== 0)
    throw new ServiceError("ResourceNotFoundException", "The specified log record does not exist.");
  const shown = { ...event, message: shownMessage(event, input.unmask) };
  const row = new InsightsEventRow(shown, originOf(group, stream, accountId));
  const logRecord: Record<string, string> = {};
  for (const [name, value] of row.discovered) logRecord[name] = insightsText(value!);
  logRecord["@message"] = shownMessage(event, input.unmask);
  logRecord["@timestamp"] = String(event.timestamp);
  logRecord["@ingestionTime"] = String(event.batch.ingestionTime);
  logRecord["@logStream"] = stream.name;
  logRecord["@log"] = `${accountId}:${group.name}`;
  logRecord["@ptr"] = row.pointer!;
  return { logRecord };
}

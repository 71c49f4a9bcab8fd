import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import { InsightsEventRow, insightsText } from "cumulog/semantics";
import type { CallContext, Operations } from "../../../kernel/cloud.ts";
import { checkInput, type Members } from "../../../kernel/input-shape.ts";
import { ServiceError } from "../../../kernel/service-error.ts";
import { invalidParameter } from "../errors.ts";
import { comparePositions, positionOf } from "../log-event.ts";
import type { LogsService } from "../logs-service.ts";
import { GROUP_IDENTIFIER, GROUP_NAME, INVALID_PARAMETER, TIMESTAMP } from "../shapes.ts";
import { originOf, selectEvents } from "./event-selection.ts";
import { parsePointer } from "./record-pointer.ts";

const RECORD: Members = {
  logRecordPointer: { type: "string", required: true },
  unmask: { type: "boolean" },
};

const FIELDS: Members = {
  logGroupName: GROUP_NAME,
  logGroupIdentifier: GROUP_IDENTIFIER,
  time: TIMESTAMP,
};

const SYSTEM_FIELDS = ["@ingestionTime", "@log", "@logStream", "@message", "@timestamp"];
const MINUTE = 60_000;

/** One event with all its fields, and the fields of a group. */
export function logRecordOperations(service: LogsService): Operations {
  return {
    GetLogRecord(input: Logs.GetLogRecordRequest, { accountId }: CallContext) {
      checkInput(input, RECORD, INVALID_PARAMETER);
      const pointer = parsePointer(input.logRecordPointer!);
      if (!pointer) throw invalidParameter("The specified logRecordPointer is invalid.");
      const group = service.store.group(pointer.logGroupName);
      const stream = service.store.stream(group, pointer.logStreamName);
      const event = stream.events.at(stream.events.indexOfPosition(pointer.position));
      if (!event || comparePositions(positionOf(event), pointer.position) !== 0)
        throw new ServiceError("ResourceNotFoundException", "The specified log record does not exist.");
      const row = new InsightsEventRow(event, originOf(group, stream, accountId));
      const logRecord: Record<string, string> = {};
      for (const [name, value] of row.discovered) logRecord[name] = insightsText(value!);
      logRecord["@message"] = event.message;
      logRecord["@timestamp"] = String(event.timestamp);
      logRecord["@ingestionTime"] = String(event.batch.ingestionTime);
      logRecord["@logStream"] = stream.name;
      logRecord["@log"] = `${accountId}:${group.name}`;
      logRecord["@ptr"] = row.pointer!;
      return { logRecord };
    },

    GetLogGroupFields(input: Logs.GetLogGroupFieldsRequest, { accountId }: CallContext) {
      checkInput(input, FIELDS, INVALID_PARAMETER);
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
    },
  };
}

import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import {
  GET_LOG_EVENTS_MAX_BYTES,
  GET_LOG_EVENTS_MAX_EVENTS,
  validateFilterLogEvents,
} from "cumulog/semantics";
import type { Operations } from "../../../kernel/cloud.ts";
import { checkInput, type Members } from "../../../kernel/input-shape.ts";
import { invalidNextToken } from "../errors.ts";
import { compileFilterPattern } from "../filter-pattern.ts";
import { eventId, type Position, parseEventId, positionOf } from "../log-event.ts";
import type { LogGroup, LogStream } from "../log-group.ts";
import type { LogsService } from "../logs-service.ts";
import { mergedEvents } from "../merged-events.ts";
import {
  FILTER_PATTERN,
  GROUP_IDENTIFIER,
  GROUP_NAME,
  INVALID_PARAMETER,
  NEXT_TOKEN,
  STREAM_NAME,
  TIMESTAMP,
} from "../shapes.ts";

const FILTER: Members = {
  logGroupName: GROUP_NAME,
  logGroupIdentifier: GROUP_IDENTIFIER,
  logStreamNames: { type: "list", minimum: 1, maximum: 100, of: STREAM_NAME },
  logStreamNamePrefix: STREAM_NAME,
  startTime: TIMESTAMP,
  endTime: TIMESTAMP,
  filterPattern: FILTER_PATTERN,
  nextToken: NEXT_TOKEN,
  limit: { type: "integer", minimum: 1, maximum: GET_LOG_EVENTS_MAX_EVENTS },
  interleaved: { type: "boolean" },
  unmask: { type: "boolean" },
};

/** Reading a group across its streams. */
export function filterLogEventsOperation(service: LogsService): Operations {
  return {
    FilterLogEvents(input: Logs.FilterLogEventsRequest) {
      checkInput(input, FILTER, INVALID_PARAMETER);
      validateFilterLogEvents(input as Parameters<typeof validateFilterLogEvents>[0]);
      const { startTime = 0, endTime, limit = GET_LOG_EVENTS_MAX_EVENTS, nextToken } = input;
      const group = service.groupOf(input);
      const pattern = compileFilterPattern(input.filterPattern ?? "");
      const after = nextToken === undefined ? undefined : parseToken(nextToken);
      const found: Logs.FilteredLogEvent[] = [];
      let bytes = 0;
      let last: Position | undefined;
      let more = false;
      const range = (stream: LogStream): readonly [number, number] =>
        rangeOf(stream, startTime, endTime, after);
      for (const { stream, event } of mergedEvents(streamsOf(service, group, input), range)) {
        if (!pattern.test(event.message)) continue;
        bytes += Buffer.byteLength(event.message);
        if (found.length === limit || (bytes > GET_LOG_EVENTS_MAX_BYTES && found.length > 0)) {
          more = true;
          break;
        }
        last = positionOf(event);
        found.push({
          logStreamName: stream.name,
          timestamp: event.timestamp,
          message: event.message,
          ingestionTime: event.batch.ingestionTime,
          eventId: eventId(last),
        });
      }
      return { events: found, searchedLogStreams: [], ...(more && { nextToken: tokenOf(last!) }) };
    },
  };
}

function streamsOf(
  service: LogsService,
  group: LogGroup,
  { logStreamNames, logStreamNamePrefix }: Logs.FilterLogEventsRequest,
): LogStream[] {
  if (logStreamNames) return [...new Set(logStreamNames)].map((name) => service.store.stream(group, name));
  const streams = [...group.streams.values()];
  return logStreamNamePrefix === undefined
    ? streams
    : streams.filter(({ name }) => name.startsWith(logStreamNamePrefix));
}

function rangeOf(
  { events }: LogStream,
  startTime: number,
  endTime: number | undefined,
  after: Position | undefined,
): readonly [number, number] {
  const start = events.indexOfTime(startTime);
  // Both times belong to the range.
  const end = endTime === undefined ? events.length : events.indexAfterTime(endTime);
  if (!after) return [start, end];
  return [Math.max(start, events.indexOfPosition({ ...after, index: after.index + 1 })), end];
}

const TOKEN_PREFIX = "FilterLogEvents/";

function tokenOf(last: Position): string {
  return Buffer.from(`${TOKEN_PREFIX}${eventId(last)}`).toString("base64url");
}

function parseToken(token: string): Position {
  const text = Buffer.from(token, "base64url").toString();
  const position = text.startsWith(TOKEN_PREFIX) ? parseEventId(text.slice(TOKEN_PREFIX.length)) : undefined;
  if (!position) throw invalidNextToken();
  return position;
}

import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import type { FilterLogEventsRequest } from "@aws-sdk/client-cloudwatch-logs";
import {
  GET_LOG_EVENTS_MAX_BYTES,
  GET_LOG_EVENTS_MAX_EVENTS,
  validateFilterLogEvents,
} from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { invalidNextToken } from "../errors.ts";
import { compileFilterPattern } from "../filter-pattern.ts";
import { eventId, type Position, parseEventId, positionOf, shownMessage } from "../log-event.ts";
import type { LogGroup, LogStream } from "../log-group.ts";
import type { LogsService } from "../logs-service.ts";
import { mergedEvents } from "../merged-events.ts";

const TOKEN_PREFIX = "FilterLogEvents/";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html */
export function filterLogEvents(input: Input<FilterLogEventsRequest>, { state: service }: Call<LogsService>) {
  validateFilterLogEvents(input);
  const { startTime = 0, endTime, limit = GET_LOG_EVENTS_MAX_EVENTS, nextToken } = input;
  const group = service.groupOf(input);
  const pattern = compileFilterPattern(input.filterPattern ?? "");
  const after = nextToken === undefined ? undefined : parseToken(nextToken);
  const found: Logs.FilteredLogEvent[] = [];
  let bytes = 0;
  let last: Position | undefined;
  let more = false;
  const range = (stream: LogStream): readonly [number, number] => rangeOf(stream, startTime, endTime, after);
  for (const { stream, event } of mergedEvents(streamsOf(service, group, input), range)) {
    const message = shownMessage(event, input.unmask);
    if (!pattern.test(message)) continue;
    bytes += Buffer.byteLength(message);
    if (found.length === limit || (bytes > GET_LOG_EVENTS_MAX_BYTES && found.length > 0)) {
      more = true;
      break;
    }
    last = positionOf(event);
    found.push({
      logStreamName: stream.name,
      timestamp: event.timestamp,
      message,
      ingestionTime: event.batch.ingestionTime,
      eventId: eventId(last),
    });
  }
  return { events: found, searchedLogStreams: [], ...(more && { nextToken: tokenOf(last!) }) };
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

function tokenOf(last: Position): string {
  return Buffer.from(`${TOKEN_PREFIX}${eventId(last)}`).toString("base64url");
}

function parseToken(token: string): Position {
  const text = Buffer.from(token, "base64url").toString();
  const position = text.startsWith(TOKEN_PREFIX) ? parseEventId(text.slice(TOKEN_PREFIX.length)) : undefined;
  if (!position) throw invalidNextToken();
  return position;
}

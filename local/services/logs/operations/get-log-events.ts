import type { GetLogEventsRequest } from "@aws-sdk/client-cloudwatch-logs";
import { GET_LOG_EVENTS_MAX_BYTES, GET_LOG_EVENTS_MAX_EVENTS } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { invalidNextToken } from "../errors.ts";
import type { EventList } from "../event-list.ts";
import {
  eventId,
  type Position,
  parseEventId,
  positionOf,
  type StoredEvent,
  shownMessage,
} from "../log-event.ts";
import type { LogsService } from "../logs-service.ts";

/** A gap between two events of a stream, at which reading goes on in one direction. */
interface Cursor {
  readonly forward: boolean;
  readonly event: Position;
  /** Whether the gap is after the event rather than before it. */
  readonly after: boolean;
}

const ID_DIGITS = 56;

const START = `${"0".repeat(ID_DIGITS)}/s`;

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html */
export function getLogEvents(input: Input<GetLogEventsRequest>, { state: service }: Call<LogsService>) {
  const { startTime, endTime, limit = GET_LOG_EVENTS_MAX_EVENTS, nextToken } = input;
  const group = service.groupOf(input);
  const { events } = service.store.stream(group, input.logStreamName);
  const first = startTime === undefined ? 0 : events.indexOfTime(startTime);
  const end = endTime === undefined ? events.length : events.indexOfTime(endTime);
  const cursor = nextToken === undefined ? undefined : parseToken(nextToken);
  const forward = cursor ? cursor.forward : (input.startFromHead ?? false);
  const at = cursor ? indexOf(events, cursor) : forward ? first : end;
  const found = forward
    ? readForward(events, Math.max(first, at), end, limit)
    : readBackward(events, first, Math.min(end, at), limit);
  return {
    events: found.map((event) => ({
      timestamp: event.timestamp,
      message: shownMessage(event, input.unmask),
      ingestionTime: event.batch.ingestionTime,
    })),
    ...tokens(found, cursor),
  };
}

function readForward(events: EventList, from: number, end: number, limit: number): StoredEvent[] {
  const found: StoredEvent[] = [];
  let bytes = 0;
  for (let index = from; index < end && found.length < limit; index += 1) {
    const event = events.at(index)!;
    bytes += Buffer.byteLength(event.message);
    if (bytes > GET_LOG_EVENTS_MAX_BYTES && found.length > 0) break;
    found.push(event);
  }
  return found;
}

function readBackward(events: EventList, first: number, end: number, limit: number): StoredEvent[] {
  const found: StoredEvent[] = [];
  let bytes = 0;
  for (let index = end - 1; index >= first && found.length < limit; index -= 1) {
    const event = events.at(index)!;
    bytes += Buffer.byteLength(event.message);
    if (bytes > GET_LOG_EVENTS_MAX_BYTES && found.length > 0) break;
    found.push(event);
  }
  return found.reverse();
}

function indexOf(events: EventList, { event, after }: Cursor): number {
  const index = events.indexOfPosition(event);
  const found = events.at(index);
  if (!after || !found) return index;
  const { timestamp, sequence, index: order } = positionOf(found);
  const same = timestamp === event.timestamp && sequence === event.sequence && order === event.index;
  return same ? index + 1 : index;
}

/** An empty page hands back the gap it was asked at, so that a token at the end of a stream stays the same. */
function tokens(
  found: readonly StoredEvent[],
  cursor: Cursor | undefined,
): { nextForwardToken: string; nextBackwardToken: string } {
  const [oldest, newest] = [found[0], found.at(-1)];
  if (oldest && newest) {
    return {
      nextForwardToken: `f/${eventId(positionOf(newest))}/e`,
      nextBackwardToken: `b/${eventId(positionOf(oldest))}/s`,
    };
  }
  const gap = cursor
    ? `${eventId(cursor.event).padStart(ID_DIGITS, "0")}/${cursor.after ? "e" : "s"}`
    : START;
  return { nextForwardToken: `f/${gap}`, nextBackwardToken: `b/${gap}` };
}

function parseToken(token: string): Cursor {
  const match = /^([fb])\/(\d+)\/([se])$/.exec(token);
  const event = match && parseEventId(match[2]!);
  if (!event) throw invalidNextToken();
  return { forward: match[1] === "f", event, after: match[3] === "e" };
}

import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import { acceptLogEvents, type InputLogEvent } from "cumulog/semantics";
import type { Operations } from "../../../kernel/cloud.ts";
import { checkInput, type Members } from "../../../kernel/input-shape.ts";
import { ServiceError } from "../../../kernel/service-error.ts";
import { eventId, positionOf, type StoredEvent } from "../log-event.ts";
import type { LogGroup, LogStream } from "../log-group.ts";
import type { LogsService } from "../logs-service.ts";
import { GROUP_NAME, INVALID_PARAMETER, STREAM_NAME } from "../shapes.ts";
import { sequenceTokenOf } from "./streams.ts";

const PUT: Members = {
  logGroupName: { ...GROUP_NAME, required: true },
  logStreamName: { ...STREAM_NAME, required: true },
  sequenceToken: { type: "string", minimum: 1 },
};

/** Ingestion. */
export function putLogEventsOperation(service: LogsService): Operations {
  return {
    PutLogEvents(input: Logs.PutLogEventsRequest) {
      checkInput(input, PUT, INVALID_PARAMETER);
      const events = checkTypes(input.logEvents);
      const group = service.store.group(input.logGroupName!);
      const stream = service.store.stream(group, input.logStreamName!);
      const { retentionInDays } = group.settings;
      const { accepted, rejectedLogEventsInfo } = acceptLogEvents(events, {
        now: service.cloud.clock.now(),
        ...(retentionInDays !== undefined && { retentionDays: retentionInDays }),
      });
      const stored = service.store.addEvents(group, stream, accepted);
      if (stored.length > 0) announce(service, group, stream, stored);
      return {
        nextSequenceToken: sequenceTokenOf(stream),
        ...(rejectedLogEventsInfo && { rejectedLogEventsInfo }),
      };
    },
  };
}

/** The wire's own check: a value of another type never reaches the service's rules. */
function checkTypes(events: unknown): readonly InputLogEvent[] {
  if (events === undefined || events === null) return events as never;
  if (!Array.isArray(events)) throw wrongType("logEvents", "a list");
  for (const event of events) {
    if (event === null) continue;
    if (typeof event !== "object" || Array.isArray(event))
      throw wrongType("logEvents", "a list of structures");
    const { timestamp, message } = event;
    if (timestamp !== undefined && timestamp !== null && !Number.isSafeInteger(timestamp))
      throw wrongType("timestamp", "a whole number of milliseconds");
    if (message !== undefined && message !== null && typeof message !== "string")
      throw wrongType("message", "a string");
  }
  return events;
}

function wrongType(member: string, expected: string): ServiceError {
  return new ServiceError("SerializationException", `'${member}' must be ${expected}.`);
}

function announce(
  { cloud, ingestionListeners }: LogsService,
  group: LogGroup,
  stream: LogStream,
  events: readonly StoredEvent[],
): void {
  for (const listener of ingestionListeners) listener(group, stream, events);
  if (cloud.events.listenerCount("log-events") === 0) return;
  cloud.events.emit("log-events", {
    logGroupName: group.name,
    logStreamName: stream.name,
    events: events.map((event) => ({
      id: eventId(positionOf(event)),
      timestamp: event.timestamp,
      message: event.message,
    })),
  });
}

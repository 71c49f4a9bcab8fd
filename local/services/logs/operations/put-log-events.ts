import type { PutLogEventsRequest } from "@aws-sdk/client-cloudwatch-logs";
import { acceptLogEvents } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { eventId, positionOf, type StoredEvent } from "../log-event.ts";
import type { LogGroup, LogStream } from "../log-group.ts";
import type { LogsService } from "../logs-service.ts";
import { sequenceTokenOf } from "../sequence-token.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
export function putLogEvents(input: Input<PutLogEventsRequest>, { state: service }: Call<LogsService>) {
  const group = service.store.group(input.logGroupName);
  const stream = service.store.stream(group, input.logStreamName);
  const { retentionInDays } = group.settings;
  const { accepted, rejectedLogEventsInfo } = acceptLogEvents(input.logEvents, {
    now: service.cloud.clock.now(),
    ...(retentionInDays !== undefined && { retentionDays: retentionInDays }),
  });
  const stored = service.store.addEvents(group, stream, accepted);
  if (stored.length > 0) announce(service, group, stream, stored);
  return {
    nextSequenceToken: sequenceTokenOf(stream),
    ...(rejectedLogEventsInfo && { rejectedLogEventsInfo }),
  };
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

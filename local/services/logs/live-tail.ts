import { randomUUID } from "node:crypto";
import type { LiveTailSessionLogEvent } from "@aws-sdk/client-cloudwatch-logs";
import type { CompiledPattern } from "cumulog/semantics/pattern";
import type { LogGroup } from "./log-group.ts";
import type { IngestionListener, LogsService } from "./logs-service.ts";

export interface LiveTailOptions {
  readonly groups: readonly LogGroup[];
  readonly pattern: CompiledPattern;
  readonly followsStream: (streamName: string) => boolean;
  /** What the session's start repeats of the request. */
  readonly request: object;
}

/** Results that one update can hold. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartLiveTail.html */
const MOST_RESULTS = 500;
/** Real milliseconds between updates. */
const UPDATE_INTERVAL = 1_000;

/** The events of one session: its start, then what matched, at once while little arrives and once a second at most. */
export async function* liveTail(
  service: LogsService,
  { groups, pattern, followsStream, request }: LiveTailOptions,
): AsyncGenerator<Record<string, object>> {
  const requestId = randomUUID();
  let results: LiveTailSessionLogEvent[] = [];
  let sampled = false;
  let wake = (): void => {};
  const listener: IngestionListener = (group, stream, events) => {
    if (!groups.includes(group) || !followsStream(stream.name)) return;
    for (const event of events) {
      if (!pattern.test(event.message)) continue;
      if (results.length === MOST_RESULTS) {
        sampled = true;
        break;
      }
      results.push({
        logStreamName: stream.name,
        logGroupIdentifier: group.arn.split(":log-group:").join(":"),
        message: event.message,
        timestamp: event.timestamp,
        ingestionTime: event.batch.ingestionTime,
      });
    }
    wake();
  };
  service.ingestionListeners.add(listener);
  try {
    yield { sessionStart: { requestId, sessionId: randomUUID(), ...request } };
    let lastUpdate = 0;
    for (;;) {
      const overdue = Math.max(0, lastUpdate + UPDATE_INTERVAL - Date.now());
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, results.length > 0 ? overdue : UPDATE_INTERVAL);
        wake = () => {
          if (overdue > 0) return;
          clearTimeout(timer);
          resolve();
        };
      });
      const sessionResults = results;
      const sessionMetadata = { sampled };
      results = [];
      sampled = false;
      lastUpdate = Date.now();
      yield { sessionUpdate: { sessionMetadata, sessionResults } };
    }
  } finally {
    service.ingestionListeners.delete(listener);
  }
}

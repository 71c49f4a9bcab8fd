import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { TailEvent } from "./tail-event.ts";

/** Which events of a group are read. */
export interface GroupReading {
  readonly client: CloudWatchLogsClient;
  readonly filter?: string | undefined;
  /** Prefix of the streams. @default all streams */
  readonly stream?: string | undefined;
  readonly signal: AbortSignal;
}

/** The events of a group in order of their times, from `start`, to before `end`. */
export async function* readGroup(
  group: string,
  { start, end }: { readonly start: number; readonly end?: number | undefined },
  { client, filter, stream, signal }: GroupReading,
): AsyncGenerator<TailEvent> {
  const { FilterLogEventsCommand } = await import("@aws-sdk/client-cloudwatch-logs");
  let nextToken: string | undefined;
  do {
    const page = await client.send(
      new FilterLogEventsCommand({
        logGroupName: group,
        startTime: Math.max(0, start),
        ...(end !== undefined && { endTime: end - 1 }),
        nextToken,
        filterPattern: filter,
        logStreamNamePrefix: stream,
      }),
      { abortSignal: signal },
    );
    for (const { eventId, timestamp = 0, message = "", logStreamName = "" } of page.events ?? [])
      yield { timestamp, message, group, stream: logStreamName, id: eventId };
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
}

/** First readings at a time: an account may filter events about this often a second. */
const AT_ONCE = 5;

/** Several sequences in order of time as one. */
export async function* mergeByTime(sources: readonly AsyncIterable<TailEvent>[]): AsyncGenerator<TailEvent> {
  const readers = sources.map((source) => source[Symbol.asyncIterator]());
  const heads: IteratorResult<TailEvent>[] = [];
  while (heads.length < readers.length) {
    const next = readers.slice(heads.length, heads.length + AT_ONCE);
    heads.push(...(await Promise.all(next.map((reader) => reader.next()))));
  }
  for (;;) {
    let first: number | undefined;
    for (const [index, head] of heads.entries())
      if (
        !head.done &&
        (first === undefined || head.value.timestamp < (heads[first]!.value as TailEvent).timestamp)
      )
        first = index;
    if (first === undefined) return;
    yield heads[first]!.value as TailEvent;
    heads[first] = await readers[first]!.next();
  }
}

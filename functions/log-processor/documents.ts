import { createHash } from "node:crypto";
import type { EventSource, OutgoingEvent } from "./event.ts";

/** A batch as JSON for a queue or a webhook, put together from the raw messages. */
export function batchDocument(events: readonly OutgoingEvent[], source: EventSource): string {
  const head = `{"owner":${JSON.stringify(source.owner)},"logGroup":${JSON.stringify(source.logGroup)},"logStream":${JSON.stringify(source.logStream)},"logEvents":[`;
  const entries = events.map(
    ({ id, timestamp, rawMessage }) =>
      `{"id":${JSON.stringify(id)},"timestamp":${timestamp},"message":${rawMessage}}`,
  );
  return `${head}${entries.join(",")}]}`;
}

/** Same for the same events, whichever process sends them, so that a receiver can recognize a repetition. */
export function batchId(events: readonly OutgoingEvent[]): string {
  const hash = createHash("sha256");
  for (const { id } of events) hash.update(id).update("\n");
  return hash.digest("hex");
}

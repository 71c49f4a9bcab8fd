import { encodeSubscription } from "cumulog/semantics";
import type { DeadLetter } from "../shared/dead-letter.ts";
import type { EventSource, FailedEvent } from "./event.ts";

/** Bytes of the events of one letter before compression; compressed and in base64 they fit any queue. */
const DEAD_LETTER_BYTES = 150_000;

/** Puts what a target did not take into letters, one for each reason and as many as the size asks for. */
export function deadLetters(
  target: string,
  failed: readonly FailedEvent[],
  source: EventSource,
  functionName: string,
): DeadLetter[] {
  const letters: DeadLetter[] = [];
  const byReason = Map.groupBy(failed, ({ reason }) => reason);
  for (const [reason, failures] of byReason) {
    let chunk: FailedEvent[] = [];
    let bytes = 0;
    const close = () => {
      if (chunk.length > 0) letters.push(letter(target, reason, chunk, source, functionName));
      chunk = [];
      bytes = 0;
    };
    for (const failure of failures) {
      const size = Buffer.byteLength(failure.event.rawMessage) + 100;
      if (bytes + size > DEAD_LETTER_BYTES) close();
      chunk.push(failure);
      bytes += size;
    }
    close();
  }
  return letters;
}

function letter(
  target: string,
  reason: string,
  failures: readonly FailedEvent[],
  source: EventSource,
  functionName: string,
): DeadLetter {
  const logEvents = failures.map(({ event }) => ({
    id: event.id,
    timestamp: event.timestamp,
    message: decode(event.rawMessage),
  }));
  return {
    cumulog: 1,
    functionName,
    target,
    reason,
    failedAt: new Date().toISOString(),
    summary: `${failures.length} log events of ${source.logGroup}`,
    event: {
      cumulogRedrive: 1,
      destinations: [target],
      event: { awslogs: { data: encodeSubscription({ ...source, logEvents }) } },
    },
  };
}

/** A message that cannot be decoded is kept as it stood. */
function decode(rawMessage: string): string {
  try {
    return JSON.parse(rawMessage) as string;
  } catch {
    return rawMessage;
  }
}

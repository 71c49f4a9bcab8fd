import { encodeSubscription, type SubscriptionLogEvent } from "cumulog/semantics";
import { type DeadLetter, deadLetter } from "./dead-letter.ts";

/** Bytes of the events of one letter before compression; compressed and in base64 they fit any queue. */
const DEAD_LETTER_BYTES = 150_000;
/** Bytes of a log event beside its message. */
const EVENT_BYTES = 100;

/** What did not take log events, and where they come from. */
export interface SubscriptionFailure {
  readonly functionName: string;
  readonly target: string;
  readonly owner: string;
  readonly logGroup: string;
  readonly logStream: string;
}

/** A log event that a target did not take. */
export interface FailedLogEvent {
  readonly event: SubscriptionLogEvent;
  readonly reason: string;
}

/** Puts what a target did not take of a subscription into letters, one for each reason and as many as the size asks for. */
export function subscriptionLetters(
  { functionName, target, ...source }: SubscriptionFailure,
  failed: readonly FailedLogEvent[],
): DeadLetter[] {
  const letters: DeadLetter[] = [];
  for (const [reason, failures] of Map.groupBy(failed, (failure) => failure.reason))
    for (const logEvents of bySize(failures.map(({ event }) => event))) {
      const summary = `${logEvents.length} log events of ${source.logGroup}`;
      const data = encodeSubscription({ ...source, logEvents });
      letters.push(deadLetter({ functionName, target, reason, summary }, { awslogs: { data } }));
    }
  return letters;
}

function bySize(events: readonly SubscriptionLogEvent[]): SubscriptionLogEvent[][] {
  const groups: SubscriptionLogEvent[][] = [];
  let bytes = 0;
  for (const event of events) {
    const size = Buffer.byteLength(event.message) + EVENT_BYTES;
    const last = groups.at(-1);
    if (last && bytes + size <= DEAD_LETTER_BYTES) last.push(event);
    else {
      groups.push([event]);
      bytes = 0;
    }
    bytes += size;
  }
  return groups;
}

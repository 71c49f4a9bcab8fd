import type { DeadLetter } from "../shared/dead-letter.ts";
import { subscriptionLetters } from "../shared/subscription-letters.ts";
import type { EventSource, FailedEvent } from "./event.ts";

/** The letters of what a target did not take. */
export function deadLetters(
  target: string,
  failed: readonly FailedEvent[],
  source: EventSource,
  functionName: string,
): DeadLetter[] {
  return subscriptionLetters(
    { functionName, target, ...source },
    failed.map(({ reason, event: { id, timestamp, rawMessage } }) => ({
      reason,
      event: { id, timestamp, message: decode(rawMessage) },
    })),
  );
}

/** A message that cannot be decoded is kept as it stood. */
function decode(rawMessage: string): string {
  try {
    return JSON.parse(rawMessage) as string;
  } catch {
    return rawMessage;
  }
}

import type { EventSource, FailedEvent, OutgoingEvent } from "../event.ts";

/** Takes events and says which it did not take. */
export interface Destination {
  readonly name: string;
  /** Log group that it writes to, for the recursion guard. */
  readonly logGroup: string | undefined;
  /** Calls `delivered` as soon as events are acknowledged. Never rejects. */
  forward(
    events: readonly OutgoingEvent[],
    source: EventSource,
    deadline: number,
    delivered: (events: readonly OutgoingEvent[]) => void,
  ): Promise<readonly FailedEvent[]>;
}

/**
 * Sends a batch; when it is refused for what is in it, halves it until the events that are to blame stand alone, so that one
 * poison event takes no other with it.
 */
export async function sendBisecting(
  batch: readonly OutgoingEvent[],
  send: (batch: readonly OutgoingEvent[]) => Promise<readonly FailedEvent[]>,
  isRefusal: (error: Error) => boolean,
  delivered: (events: readonly OutgoingEvent[]) => void,
): Promise<readonly FailedEvent[]> {
  try {
    const failed = await send(batch);
    const refused = new Set(failed.map(({ event }) => event));
    delivered(refused.size === 0 ? batch : batch.filter((event) => !refused.has(event)));
    return failed;
  } catch (cause) {
    const error = cause as Error;
    if (batch.length === 1 || !isRefusal(error)) {
      return batch.map((event) => ({ event, reason: `${error.name}: ${error.message}` }));
    }
    const middle = Math.ceil(batch.length / 2);
    const first = await sendBisecting(batch.slice(0, middle), send, isRefusal, delivered);
    const second = await sendBisecting(batch.slice(middle), send, isRefusal, delivered);
    return [...first, ...second];
  }
}

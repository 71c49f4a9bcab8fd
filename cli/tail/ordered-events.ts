import type { TailEvent } from "./tail-event.ts";

/**
 * Puts events in order of time that several sources bring at about the same time: each waits for one round, in which an older one may
 * still come.
 */
export class OrderedEvents {
  #held: TailEvent[] = [];
  /** Events up to this time have waited for a round. */
  #settled = Number.NEGATIVE_INFINITY;

  add(event: TailEvent): void {
    this.#held.push(event);
  }

  /** Ends a round: the events that have waited, in order. */
  round(): TailEvent[] {
    this.#held.sort((left, right) => left.timestamp - right.timestamp);
    const due = this.#held.findIndex(({ timestamp }) => timestamp > this.#settled);
    const ready = this.#held.splice(0, due === -1 ? this.#held.length : due);
    this.#settled = Math.max(this.#settled, this.#held.at(-1)?.timestamp ?? Number.NEGATIVE_INFINITY);
    return ready;
  }

  /** Everything that is left. */
  rest(): TailEvent[] {
    return this.#held.splice(0).sort((left, right) => left.timestamp - right.timestamp);
  }
}

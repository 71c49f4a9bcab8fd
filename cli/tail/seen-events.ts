import type { TailEvent } from "./tail-event.ts";

interface Count {
  live: number;
  read: number;
  readonly timestamp: number;
}

/**
 * Tells which events are new when two sources bring them, each of them once: reading, whose events have ids and come again, and a live
 * tail, whose events have none. Of equal events as many are new as the source that has more of them brought.
 */
export class SeenEvents {
  readonly #ids = new Map<string, number>();
  readonly #counts = new Map<string, Count>();

  /** Whether an event is to be shown. */
  isNew(event: TailEvent): boolean {
    const { id, timestamp } = event;
    if (id !== undefined) {
      const known = `${event.group} ${id}`;
      if (this.#ids.has(known)) return false;
      this.#ids.set(known, timestamp);
    }
    const key = JSON.stringify([event.group, event.stream, timestamp, event.message]);
    let count = this.#counts.get(key);
    if (count === undefined) {
      count = { live: 0, read: 0, timestamp };
      this.#counts.set(key, count);
    }
    const before = Math.max(count.live, count.read);
    if (id === undefined) count.live += 1;
    else count.read += 1;
    return Math.max(count.live, count.read) > before;
  }

  /** Forgets events before a time, which no source brings again. */
  forget(time: number): void {
    for (const [id, timestamp] of this.#ids) if (timestamp < time) this.#ids.delete(id);
    for (const [key, { timestamp }] of this.#counts) if (timestamp < time) this.#counts.delete(key);
  }
}

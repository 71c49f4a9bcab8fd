import { type Batch, comparePositions, type Position, positionOf, type StoredEvent } from "./log-event.ts";

/** Room of dropped events that is always left at the front; of more, as many as there are events are. */
const DEAD_EVENTS = 64;

/** Events in order of time and arrival. Appending newer events and dropping the oldest ones are the cheap cases. */
export class EventList {
  #events: StoredEvent[] = [];
  /** Events before this index have been dropped. */
  #head = 0;

  get length(): number {
    return this.#events.length - this.#head;
  }

  at(index: number): StoredEvent | undefined {
    return index < 0 ? undefined : this.#events[this.#head + index];
  }

  /** Adds a batch, itself in order, that arrived after everything in the list. */
  add(batch: readonly StoredEvent[]): void {
    const first = batch[0];
    if (!first) return;
    const newest = this.#events.at(-1);
    if (this.length === 0 || newest!.timestamp <= first.timestamp) {
      for (const event of batch) this.#events.push(event);
      return;
    }
    const from = this.#head + this.indexAfterTime(first.timestamp);
    const tail = this.#events.splice(from);
    let taken = 0;
    for (const event of batch) {
      while (taken < tail.length && tail[taken]!.timestamp <= event.timestamp)
        this.#events.push(tail[taken++]!);
      this.#events.push(event);
    }
    while (taken < tail.length) this.#events.push(tail[taken++]!);
  }

  /** Index of the first event at or after a time. */
  indexOfTime(time: number): number {
    return this.#search((event) => event.timestamp >= time);
  }

  /** Index of the first event after a time. */
  indexAfterTime(time: number): number {
    return this.#search((event) => event.timestamp > time);
  }

  /** Index of the first event at or after a place. */
  indexOfPosition(position: Position): number {
    return this.#search((event) => comparePositions(positionOf(event), position) >= 0);
  }

  /** Removes the oldest events up to an index and returns them. */
  dropFront(count: number): StoredEvent[] {
    const dropped = this.#events.slice(this.#head, this.#head + count);
    this.#head += dropped.length;
    if (this.#head === this.#events.length || this.#head > Math.max(DEAD_EVENTS, this.length)) {
      this.#events = this.#events.slice(this.#head);
      this.#head = 0;
    } else this.#events.fill(undefined as never, this.#head - dropped.length, this.#head);
    return dropped;
  }

  /** Removes the events of one batch, of which there are `count`, and returns them. */
  dropBatch(batch: Batch, count: number): StoredEvent[] {
    let front = 0;
    while (front < count && this.at(front)?.batch === batch) front += 1;
    const dropped = this.dropFront(front);
    if (dropped.length >= count) return dropped;
    const kept: StoredEvent[] = [];
    for (let index = this.#head; index < this.#events.length; index += 1) {
      const event = this.#events[index]!;
      (event.batch === batch ? dropped : kept).push(event);
    }
    this.#events = kept;
    this.#head = 0;
    return dropped;
  }

  #search(holds: (event: StoredEvent) => boolean): number {
    let low = this.#head;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (holds(this.#events[middle]!)) high = middle;
      else low = middle + 1;
    }
    return low - this.#head;
  }
}

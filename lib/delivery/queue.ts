import type { Item } from "./item.ts";
import { Lane } from "./lane.ts";

/** What an item takes in memory beside its text: its object, its place in the queue, the string's head. */
const ITEM_MEMORY_BYTES = 160;

/** Bytes of memory that an item holds: text outside ASCII is kept with two bytes a character. */
function memoryOf({ text, bytes }: Item): number {
  return (bytes === text.length ? bytes : 2 * text.length) + ITEM_MEMORY_BYTES;
}

/** Everything that is not settled: the lanes, and the memory that their items hold. */
export class Queue {
  readonly #lanes = new Map<string, Lane>();
  readonly #overheadBytes: number;
  #sequence = 0;
  #memoryBytes = 0;

  /** @param overheadBytes that the service counts for each item beside its text */
  constructor(overheadBytes: number) {
    this.#overheadBytes = overheadBytes;
  }

  /** Memory of all items, in flight included. */
  get memoryBytes(): number {
    return this.#memoryBytes;
  }

  /** Place of the newest item in the order of acceptance. */
  get newestSequence(): number {
    return this.#sequence;
  }

  lanes(): IterableIterator<Lane> {
    return this.#lanes.values();
  }

  /** The lane of a name, made when it is not there. */
  lane(name: string): Lane {
    let lane = this.#lanes.get(name);
    if (lane === undefined) {
      lane = new Lane(name);
      this.#lanes.set(name, lane);
    }
    return lane;
  }

  push(lane: Lane, given: Omit<Item, "sequence">): void {
    this.#sequence += 1;
    const { timestamp, level, text, bytes, whole, id, spooled } = given;
    const item: Item = { timestamp, level, text, bytes, whole, id, spooled, sequence: this.#sequence };
    this.#memoryBytes += memoryOf(item);
    lane.push(item, this.#overheadBytes);
  }

  /** Notes that an item, which its lane has let go, needs no memory any more. */
  forget(item: Item): void {
    this.#memoryBytes -= memoryOf(item);
  }

  /** Drops lanes with nothing in them, so that stream names with a date do not add up. */
  prune(lane: Lane): void {
    if (lane.queued > 0 || lane.shipments.length > 0) return;
    lane.cancelTimer?.();
    this.#lanes.delete(lane.name);
  }

  /**
   * Takes the oldest queued items of the lowest level until `bytes` of memory are free, then of the next level.
   * Items in a shipment stay.
   */
  *shed(bytes: number): Generator<{ readonly lane: Lane; readonly item: Item }> {
    let excess = bytes;
    while (excess > 0) {
      let lowest = Number.POSITIVE_INFINITY;
      for (const lane of this.#lanes.values()) lowest = Math.min(lowest, lane.lowestLevel());
      if (lowest === Number.POSITIVE_INFINITY) return;
      for (const lane of this.#lanes.values()) {
        for (const item of lane.shed(lowest, excess, memoryOf, this.#overheadBytes)) {
          excess -= memoryOf(item);
          yield { lane, item };
        }
      }
    }
  }

  /** Place of the oldest item that is not settled; infinity when there is none. */
  oldestSequence(): number {
    let oldest = Number.POSITIVE_INFINITY;
    for (const lane of this.#lanes.values()) oldest = Math.min(oldest, lane.oldestSequence());
    return oldest;
  }
}

import type { Item } from "./item.ts";
import { Lane, type Shipment } from "./lane.ts";
import type { BatchLimits } from "./limits.ts";
import { memoryOf } from "./pack.ts";

/** Bytes of a stream's items that make a pack, unless the queue is to be packed from much less on. */
const PACK_BYTES = 128 * 1024;
const PACKS_BEFORE_PACKING = 64;

/** Everything that is not settled: the lanes, and the memory that their items hold. */
export class Queue {
  readonly #lanes = new Map<string, Lane>();
  readonly #overheadBytes: number;
  readonly #packAboveBytes: number;
  #sequence = 0;
  /** As if nothing were packed. */
  #memoryBytes = 0;
  #savedBytes = 0;

  /**
   * @param overheadBytes that the service counts for each item beside its text
   * @param packAboveBytes memory from which on what waits is packed
   */
  constructor(overheadBytes: number, packAboveBytes: number) {
    this.#overheadBytes = overheadBytes;
    this.#packAboveBytes = packAboveBytes;
  }

  /** Memory of all items, in flight included. */
  get memoryBytes(): number {
    return this.#memoryBytes - this.#savedBytes;
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

  /** Packs what waits in a lane, when the queue is long. */
  packIfLong(lane: Lane): void {
    if (this.memoryBytes <= this.#packAboveBytes) return;
    if (lane.openBytes < Math.min(PACK_BYTES, this.#packAboveBytes / PACKS_BEFORE_PACKING)) return;
    this.#change(lane, () => lane.pack(this.#overheadBytes));
  }

  /** Takes the next batch off a lane. */
  takeShipment(lane: Lane, limits: BatchLimits): Shipment {
    return this.#change(lane, () => lane.takeShipment(limits));
  }

  /** Takes everything off a lane but what is in flight. */
  takeAll(lane: Lane): Item[] {
    return this.#change(lane, () => lane.takeAll(this.#overheadBytes));
  }

  /**
   * Takes the oldest queued items of the lowest level, then of the next, until no more than `bytes` of memory are held. Each
   * must be forgotten before the next is asked for. Items in a shipment stay.
   */
  *shed(bytes: number): Generator<{ readonly lane: Lane; readonly item: Item }> {
    while (this.memoryBytes > bytes) {
      let lowest = Number.POSITIVE_INFINITY;
      for (const lane of this.#lanes.values()) lowest = Math.min(lowest, lane.lowestLevel());
      if (lowest === Number.POSITIVE_INFINITY) return;
      for (const lane of this.#lanes.values()) {
        const excess = this.memoryBytes - bytes;
        if (excess <= 0) return;
        const removed = this.#change(lane, () => lane.shed(lowest, excess, this.#overheadBytes));
        for (const item of removed) yield { lane, item };
      }
    }
  }

  #change<Result>(lane: Lane, change: () => Result): Result {
    const before = lane.savedBytes;
    const result = change();
    this.#savedBytes += lane.savedBytes - before;
    return result;
  }

  /** Place of the oldest item that is not settled; infinity when there is none. */
  oldestSequence(): number {
    let oldest = Number.POSITIVE_INFINITY;
    for (const lane of this.#lanes.values()) oldest = Math.min(oldest, lane.oldestSequence());
    return oldest;
  }
}

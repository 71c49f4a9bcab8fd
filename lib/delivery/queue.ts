import type { Item } from "./item.ts";
import { ItemLane } from "./item-lane.ts";
import type { Lane } from "./lane.ts";
import type { BatchLimits } from "./limits.ts";
import { memoryOf } from "./pack.ts";
import type { Shipment } from "./shipment.ts";
import type { ItemWriter, WrittenForm } from "./written/written-form.ts";
import type { WrittenItems } from "./written/written-items.ts";
import { WrittenLane } from "./written/written-lane.ts";

/** Bytes of a stream's items that make a pack, unless the queue is to be packed from much less on. */
const PACK_BYTES = 128 * 1024;
const PACKS_BEFORE_PACKING = 64;

/** Everything that is not settled: the lanes, and the memory that their items hold. */
export class Queue {
  readonly #lanes = new Map<string, Lane>();
  readonly #limits: BatchLimits;
  readonly #packAboveBytes: number;
  readonly #form: WrittenForm | undefined;
  #sequence = 0;
  #memoryBytes = 0;

  /**
   * @param packAboveBytes memory from which on what waits is packed
   * @param form in which items are written when they come in, where the destination has one; then nothing is packed
   */
  constructor(limits: BatchLimits, packAboveBytes: number, form: WrittenForm | undefined) {
    this.#limits = limits;
    this.#packAboveBytes = packAboveBytes;
    this.#form = form;
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
      lane = this.#form ? new WrittenLane(name, this.#form, this.#limits) : new ItemLane(name);
      this.#lanes.set(name, lane);
    }
    return lane;
  }

  push(lane: Lane, given: Omit<Item, "sequence">): void {
    this.#sequence += 1;
    const { timestamp, level, text, bytes, whole, id, spooled } = given;
    const item: Item = { timestamp, level, text, bytes, whole, id, spooled, sequence: this.#sequence };
    this.#change(lane, () => lane.push(item, this.#limits.overheadBytes));
  }

  /** Queues what is written without being a text first; false when that cannot be. */
  write<Source>(
    lane: Lane,
    timestamp: number,
    level: number,
    source: Source,
    write: ItemWriter<Source>,
  ): boolean {
    if (!(lane instanceof WrittenLane)) return false;
    const before = lane.memoryBytes;
    if (!lane.write(timestamp, level, this.#sequence + 1, source, write)) return false;
    this.#sequence += 1;
    this.#memoryBytes += lane.memoryBytes - before;
    return true;
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
    if (this.#memoryBytes <= this.#packAboveBytes || !(lane instanceof ItemLane)) return;
    if (lane.openBytes < Math.min(PACK_BYTES, this.#packAboveBytes / PACKS_BEFORE_PACKING)) return;
    this.#change(lane, () => lane.pack(this.#limits.overheadBytes));
  }

  /** Takes the next batch off a lane. */
  takeShipment(lane: Lane): Shipment {
    return this.#change(lane, () => lane.takeShipment(this.#limits));
  }

  /** The items of a shipment, as objects from now on. */
  open(lane: Lane, shipment: Shipment): readonly Item[] {
    return this.#change(lane, () => lane.open(shipment));
  }

  /** Lets what was sent as it was written go. */
  release(lane: Lane, written: WrittenItems): void {
    this.#change(lane, () => lane.release(written));
  }

  /** Takes everything off a lane but what is in flight. */
  takeAll(lane: Lane): Item[] {
    return this.#change(lane, () => lane.takeAll(this.#limits.overheadBytes));
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
        const removed = this.#change(lane, () => lane.shed(lowest, excess, this.#limits.overheadBytes));
        for (const item of removed) yield { lane, item };
      }
    }
  }

  #change<Result>(lane: Lane, change: () => Result): Result {
    const before = lane.memoryBytes;
    const result = change();
    this.#memoryBytes += lane.memoryBytes - before;
    return result;
  }

  /** Place of the oldest item that is not settled; infinity when there is none. */
  oldestSequence(): number {
    let oldest = Number.POSITIVE_INFINITY;
    for (const lane of this.#lanes.values()) oldest = Math.min(oldest, lane.oldestSequence());
    return oldest;
  }
}

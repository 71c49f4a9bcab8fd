import { batchLength, inChronologicalOrder } from "./batcher.ts";
import type { Item } from "./item.ts";
import { Lane } from "./lane.ts";
import type { BatchLimits } from "./limits.ts";
import { memoryOf, Pack } from "./pack.ts";
import { type Shipment, shipmentOf } from "./shipment.ts";

const textBytes = ({ bytes }: Item): number => bytes;

const COMPACT_AT = 4096;

/** A lane of items as objects; the oldest of them may be packed. */
export class ItemLane extends Lane {
  #packs: Pack[] = [];
  #packed = 0;
  #packedBytes = 0;
  #items: Item[] = [];
  #head = 0;

  override get queued(): number {
    return this.#packed + this.#items.length - this.#head;
  }

  /** Bytes of the queued items that are not packed, overhead included. */
  get openBytes(): number {
    return this.queuedBytes - this.#packedBytes;
  }

  override push(item: Item, overheadBytes: number): void {
    this.#items.push(item);
    this.memoryBytes += memoryOf(item);
    this.queuedBytes += item.bytes + overheadBytes;
  }

  /** Packs all that is queued and is not packed. */
  pack(overheadBytes: number): void {
    if (this.#head === this.#items.length) return;
    this.#addPack(this.#packs.length, this.#items.slice(this.#head), overheadBytes);
    this.#items = [];
    this.#head = 0;
  }

  override takeShipment(limits: BatchLimits): Shipment {
    const taken = this.#packs.length > 0 ? this.#takePacked(limits) : this.#takeOpen(limits);
    for (const item of taken) this.queuedBytes -= item.bytes + limits.overheadBytes;
    const firstSequence = taken[0]!.sequence;
    return shipmentOf(inChronologicalOrder(taken), firstSequence);
  }

  protected override firstSequence(): number {
    return this.#packs[0]?.firstSequence ?? this.#items[this.#head]?.sequence ?? Number.POSITIVE_INFINITY;
  }

  override lowestLevel(): number {
    let lowest = Number.POSITIVE_INFINITY;
    for (const pack of this.#packs) lowest = Math.min(lowest, pack.lowestLevel);
    for (let index = this.#head; index < this.#items.length; index++) {
      const { level } = this.#items[index]!;
      if (level < lowest) lowest = level;
    }
    return lowest;
  }

  override shed(level: number, bytes: number, overheadBytes: number): Item[] {
    const index = this.#packs.findIndex((pack) => pack.lowestLevel === level);
    const removed = index >= 0 ? this.#shedPack(index, level, overheadBytes) : this.#shedOpen(level, bytes);
    for (const item of removed) this.queuedBytes -= item.bytes + overheadBytes;
    return removed;
  }

  protected override takeQueued(overheadBytes: number): Item[] {
    const items: Item[] = [];
    while (this.#packs.length > 0) for (const item of this.#takePack(0, overheadBytes)) items.push(item);
    for (let index = this.#head; index < this.#items.length; index++) items.push(this.#items[index]!);
    this.#items = [];
    this.#head = 0;
    return items;
  }

  #addPack(position: number, items: readonly Item[], overheadBytes: number): void {
    const pack = new Pack(items);
    this.#packs.splice(position, 0, pack);
    this.#packed += pack.length;
    this.#packedBytes += pack.textBytes + overheadBytes * pack.length;
    this.memoryBytes -= pack.savedBytes;
  }

  #takePack(position: number, overheadBytes: number): Item[] {
    const pack = this.#packs.splice(position, 1)[0]!;
    this.#packed -= pack.length;
    this.#packedBytes -= pack.textBytes + overheadBytes * pack.length;
    this.memoryBytes += pack.savedBytes;
    return pack.items();
  }

  /** Packs are smaller than batches: as many as fit make one. */
  #takePacked(limits: BatchLimits): Item[] {
    const { maximumBytes, maximumItems, overheadBytes } = limits;
    const items: Item[] = [];
    let bytes = 0;
    while (this.#packs.length > 0) {
      const { length, textBytes } = this.#packs[0]!;
      bytes += textBytes + overheadBytes * length;
      if (items.length > 0 && (bytes > maximumBytes || items.length + length > maximumItems)) break;
      for (const item of this.#takePack(0, overheadBytes)) items.push(item);
    }
    const length = batchLength(items, 0, limits, textBytes);
    if (length < items.length) this.#addPack(0, items.slice(length), overheadBytes);
    return items.slice(0, length);
  }

  #takeOpen(limits: BatchLimits): Item[] {
    const length = batchLength(this.#items, this.#head, limits, textBytes);
    const taken = this.#items.slice(this.#head, this.#head + length);
    this.#head += length;
    if (this.#head === this.#items.length) {
      this.#items = [];
      this.#head = 0;
    } else if (this.#head >= COMPACT_AT && this.#head * 2 >= this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return taken;
  }

  #shedPack(position: number, level: number, overheadBytes: number): Item[] {
    const items = this.#takePack(position, overheadBytes);
    const kept = items.filter((item) => item.level !== level);
    if (kept.length > 0) this.#addPack(position, kept, overheadBytes);
    return items.filter((item) => item.level === level);
  }

  #shedOpen(level: number, bytes: number): Item[] {
    const removed: Item[] = [];
    const items = this.#items;
    let freed = 0;
    let kept = this.#head;
    for (let index = this.#head; index < items.length; index++) {
      const item = items[index]!;
      if (item.level === level && freed < bytes) {
        removed.push(item);
        freed += memoryOf(item);
      } else items[kept++] = item;
    }
    items.length = kept;
    return removed;
  }
}

import { batchLength, inChronologicalOrder } from "./batcher.ts";
import type { Item } from "./item.ts";
import type { BatchLimits } from "./limits.ts";
import { memoryOf, Pack } from "./pack.ts";

/** A batch on its way, kept until the destination has answered for every item in it. */
export interface Shipment {
  items: readonly Item[];
  attempts: number;
  /** In a request at this moment. */
  inFlight: boolean;
  /** Not before this time, as the timers count it. */
  notBefore: number;
  /** Not before this time either, because the service asked for it; a flush does not shorten that. */
  askedUntil: number;
  firstSequence: number;
  /** One record that fails and fails: others go before it. */
  isDeferred: boolean;
  suspicion: Suspicion;
}

/** What speaks for a shipment itself being the reason that it fails. */
export interface Suspicion {
  /** Failures of it, or of the batch that it was a part of, between which other requests succeeded. */
  readonly count: number;
  /** Requests that had succeeded at the last of them. */
  readonly successes: number;
}

const textBytes = ({ bytes }: Item): number => bytes;

/** A shipment that was not tried yet. */
export function shipmentOf(items: readonly Item[], firstSequence: number): Shipment {
  return {
    items,
    attempts: 0,
    inFlight: false,
    notBefore: 0,
    askedUntil: 0,
    firstSequence,
    isDeferred: false,
    suspicion: { count: 0, successes: Number.POSITIVE_INFINITY },
  };
}

const COMPACT_AT = 4096;

/** The queue of one stream: packed items, then items in order of acceptance; and the shipments taken from its front. */
export class Lane {
  readonly name: string;
  readonly shipments: Shipment[] = [];
  /** Bytes of the queued items, overhead included. */
  queuedBytes = 0;
  cancelTimer: (() => void) | undefined;
  lingerUntil = Number.POSITIVE_INFINITY;
  /** Memory that packing saves. */
  savedBytes = 0;
  #packs: Pack[] = [];
  #packed = 0;
  #packedBytes = 0;
  #items: Item[] = [];
  #head = 0;

  constructor(name: string) {
    this.name = name;
  }

  get queued(): number {
    return this.#packed + this.#items.length - this.#head;
  }

  /** Bytes of the queued items that are not packed, overhead included. */
  get openBytes(): number {
    return this.queuedBytes - this.#packedBytes;
  }

  push(item: Item, overheadBytes: number): void {
    this.#items.push(item);
    this.queuedBytes += item.bytes + overheadBytes;
  }

  /** Packs all that is queued and is not packed. */
  pack(overheadBytes: number): void {
    if (this.#head === this.#items.length) return;
    this.#addPack(this.#packs.length, this.#items.slice(this.#head), overheadBytes);
    this.#items = [];
    this.#head = 0;
  }

  /** Takes the next batch off the front, in chronological order. */
  takeShipment(limits: BatchLimits): Shipment {
    const taken = this.#packs.length > 0 ? this.#takePacked(limits) : this.#takeOpen(limits);
    for (const item of taken) this.queuedBytes -= item.bytes + limits.overheadBytes;
    const firstSequence = taken[0]!.sequence;
    return shipmentOf(inChronologicalOrder(taken), firstSequence);
  }

  /** Whether the queue holds a batch that cannot grow. */
  isBatchFull(limits: BatchLimits): boolean {
    return this.queued >= limits.maximumItems || this.queuedBytes >= limits.maximumBytes;
  }

  /** Sequence of the oldest item that is not settled. */
  oldestSequence(): number {
    let oldest =
      this.#packs[0]?.firstSequence ?? this.#items[this.#head]?.sequence ?? Number.POSITIVE_INFINITY;
    for (const shipment of this.shipments) oldest = Math.min(oldest, shipment.firstSequence);
    return oldest;
  }

  lowestLevel(): number {
    let lowest = Number.POSITIVE_INFINITY;
    for (const pack of this.#packs) lowest = Math.min(lowest, pack.lowestLevel);
    for (let index = this.#head; index < this.#items.length; index++) {
      const { level } = this.#items[index]!;
      if (level < lowest) lowest = level;
    }
    return lowest;
  }

  /** Removes the oldest queued items of a level: all of the first pack that has any, or until `bytes` of memory are free. */
  shed(level: number, bytes: number, overheadBytes: number): Item[] {
    const index = this.#packs.findIndex((pack) => pack.lowestLevel === level);
    const removed = index >= 0 ? this.#shedPack(index, level, overheadBytes) : this.#shedOpen(level, bytes);
    for (const item of removed) this.queuedBytes -= item.bytes + overheadBytes;
    return removed;
  }

  /** Empties queue and shipments that are not in flight. */
  takeAll(overheadBytes: number): Item[] {
    const waiting = this.shipments.filter((shipment) => !shipment.inFlight);
    for (const shipment of waiting) this.shipments.splice(this.shipments.indexOf(shipment), 1);
    const items = waiting.flatMap((shipment) => shipment.items);
    while (this.#packs.length > 0) for (const item of this.#takePack(0, overheadBytes)) items.push(item);
    for (let index = this.#head; index < this.#items.length; index++) items.push(this.#items[index]!);
    this.#items = [];
    this.#head = 0;
    this.queuedBytes = 0;
    return items;
  }

  #addPack(position: number, items: readonly Item[], overheadBytes: number): void {
    const pack = new Pack(items);
    this.#packs.splice(position, 0, pack);
    this.#packed += pack.length;
    this.#packedBytes += pack.textBytes + overheadBytes * pack.length;
    this.savedBytes += pack.savedBytes;
  }

  #takePack(position: number, overheadBytes: number): Item[] {
    const pack = this.#packs.splice(position, 1)[0]!;
    this.#packed -= pack.length;
    this.#packedBytes -= pack.textBytes + overheadBytes * pack.length;
    this.savedBytes -= pack.savedBytes;
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

import { batchLength, inChronologicalOrder } from "./batcher.ts";
import type { Item } from "./item.ts";
import type { BatchLimits } from "./limits.ts";

/** A batch on its way, kept until the destination has answered for every item in it. */
export interface Shipment {
  items: Item[];
  attempts: number;
  /** In a request at this moment. */
  inFlight: boolean;
  /** Not before this time, in ms since the epoch. */
  notBefore: number;
  /** Not before this time either, because the service asked for it; a flush does not shorten that. */
  askedUntil: number;
  firstSequence: number;
}

/** A shipment that was not tried yet. */
export function shipmentOf(items: Item[], firstSequence: number): Shipment {
  return { items, attempts: 0, inFlight: false, notBefore: 0, askedUntil: 0, firstSequence };
}

const COMPACT_AT = 4096;

/** The queue of one stream: items in order of acceptance, and the shipments taken from its front. */
export class Lane {
  readonly name: string;
  readonly shipments: Shipment[] = [];
  /** Bytes of the queued items, overhead included. */
  queuedBytes = 0;
  cancelTimer: (() => void) | undefined;
  lingerUntil = Number.POSITIVE_INFINITY;
  #items: Item[] = [];
  #head = 0;

  constructor(name: string) {
    this.name = name;
  }

  get queued(): number {
    return this.#items.length - this.#head;
  }

  push(item: Item, overheadBytes: number): void {
    this.#items.push(item);
    this.queuedBytes += item.bytes + overheadBytes;
  }

  /** Takes the next batch off the front, in chronological order. */
  takeShipment(limits: BatchLimits): Shipment {
    const length = batchLength(this.#items, this.#head, limits);
    const taken = this.#items.slice(this.#head, this.#head + length);
    this.#head += length;
    if (this.#head === this.#items.length) {
      this.#items = [];
      this.#head = 0;
    } else if (this.#head >= COMPACT_AT && this.#head * 2 >= this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    for (const item of taken) this.queuedBytes -= item.bytes + limits.overheadBytes;
    const firstSequence = taken[0]!.sequence;
    const items = inChronologicalOrder(taken);
    return shipmentOf(items, firstSequence);
  }

  /** Whether the queue holds a batch that cannot grow. */
  isBatchFull(limits: BatchLimits): boolean {
    return this.queued >= limits.maximumItems || this.queuedBytes >= limits.maximumBytes;
  }

  /** Sequence of the oldest item that is not settled. */
  oldestSequence(): number {
    let oldest = this.#items[this.#head]?.sequence ?? Number.POSITIVE_INFINITY;
    for (const shipment of this.shipments) oldest = Math.min(oldest, shipment.firstSequence);
    return oldest;
  }

  lowestLevel(): number {
    let lowest = Number.POSITIVE_INFINITY;
    for (let index = this.#head; index < this.#items.length; index++) {
      const { level } = this.#items[index]!;
      if (level < lowest) lowest = level;
    }
    return lowest;
  }

  /** Removes the oldest queued items of a level until `bytes` of memory are free. */
  shed(level: number, bytes: number, memoryOf: (item: Item) => number, overheadBytes: number): Item[] {
    const removed: Item[] = [];
    const items = this.#items;
    let freed = 0;
    // In place: a new array of a full queue each time would be most of the garbage of an outage.
    let kept = this.#head;
    for (let index = this.#head; index < items.length; index++) {
      const item = items[index]!;
      if (item.level === level && freed < bytes) {
        removed.push(item);
        freed += memoryOf(item);
        this.queuedBytes -= item.bytes + overheadBytes;
      } else items[kept++] = item;
    }
    items.length = kept;
    return removed;
  }

  /** Empties queue and shipments that are not in flight. */
  takeAll(): Item[] {
    const waiting = this.shipments.filter((shipment) => !shipment.inFlight);
    for (const shipment of waiting) this.shipments.splice(this.shipments.indexOf(shipment), 1);
    const items = [...waiting.flatMap((shipment) => shipment.items), ...this.#items.slice(this.#head)];
    this.#items = [];
    this.#head = 0;
    this.queuedBytes = 0;
    return items;
  }
}

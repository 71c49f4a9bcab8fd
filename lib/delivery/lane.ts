import type { Item } from "./item.ts";
import type { BatchLimits } from "./limits.ts";
import { memoryOf } from "./pack.ts";
import type { Shipment } from "./shipment.ts";
import { WrittenItems } from "./written/written-items.ts";

/** The queue of one stream, in order of acceptance, and the shipments taken from its front. */
export abstract class Lane {
  readonly name: string;
  readonly shipments: Shipment[] = [];
  /** Bytes of the queued items, overhead included. */
  queuedBytes = 0;
  /** Memory of everything that came in; of what is settled too, where that is an object. */
  memoryBytes = 0;
  cancelTimer: (() => void) | undefined;
  lingerUntil = Number.POSITIVE_INFINITY;

  constructor(name: string) {
    this.name = name;
  }

  abstract get queued(): number;

  abstract push(item: Item, overheadBytes: number): void;

  /** Takes the next batch off the front, in chronological order. */
  abstract takeShipment(limits: BatchLimits): Shipment;

  abstract lowestLevel(): number;

  /** Removes the oldest queued items of a level, until `bytes` of memory are free or, where it is packed, all of a pack. */
  abstract shed(level: number, bytes: number, overheadBytes: number): Item[];

  /** Sequence of the first queued item; infinity when there is none. */
  protected abstract firstSequence(): number;

  /** Empties the queue. */
  protected abstract takeQueued(overheadBytes: number): Item[];

  /** Whether the queue holds a batch that cannot grow. */
  isBatchFull(limits: BatchLimits): boolean {
    return this.queued >= limits.maximumItems || this.queuedBytes >= limits.maximumBytes;
  }

  /** Sequence of the oldest item that is not settled. */
  oldestSequence(): number {
    let oldest = this.firstSequence();
    for (const shipment of this.shipments) oldest = Math.min(oldest, shipment.firstSequence);
    return oldest;
  }

  /** Empties queue and shipments that are not in flight. */
  takeAll(overheadBytes: number): Item[] {
    const waiting = this.shipments.filter((shipment) => !shipment.inFlight);
    for (const shipment of waiting) this.shipments.splice(this.shipments.indexOf(shipment), 1);
    const items = waiting.flatMap((shipment) => this.open(shipment));
    for (const item of this.takeQueued(overheadBytes)) items.push(item);
    this.queuedBytes = 0;
    return items;
  }

  /** The items of a shipment, as objects from now on. */
  open(shipment: Shipment): readonly Item[] {
    const { content } = shipment;
    if (!(content instanceof WrittenItems)) return content;
    const items = this.read(content);
    shipment.content = items;
    return items;
  }

  /** Lets the items of a shipment go that was sent as it was written. */
  release(written: WrittenItems): void {
    this.memoryBytes -= written.memoryBytes;
  }

  protected read(written: WrittenItems): Item[] {
    const items = written.items();
    this.memoryBytes -= written.memoryBytes;
    for (const item of items) this.memoryBytes += memoryOf(item);
    return items;
  }
}

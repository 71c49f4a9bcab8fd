import { inChronologicalOrder } from "../batcher.ts";
import type { Item } from "../item.ts";
import { Lane } from "../lane.ts";
import type { BatchLimits } from "../limits.ts";
import { memoryOf } from "../pack.ts";
import { type Shipment, shipmentOf } from "../shipment.ts";
import type { ItemWriter, WrittenForm } from "./written-form.ts";
import { type Rest, WrittenItems, type WrittenSize } from "./written-items.ts";

/** A lane whose items are written for their request when they come in: batches are filled as bytes. */
export class WrittenLane extends Lane {
  readonly #form: WrittenForm;
  readonly #limits: BatchLimits;
  /** Each is a batch, as long as it could become. */
  readonly #batches: WrittenItems[] = [];
  #queued = 0;
  /** Size of the batch that was taken last. */
  #size: WrittenSize = { bytes: 0, items: 0 };

  constructor(name: string, form: WrittenForm, limits: BatchLimits) {
    super(name);
    this.#form = form;
    this.#limits = limits;
  }

  override get queued(): number {
    return this.#queued;
  }

  override push({ timestamp, level, text, sequence, whole, id, spooled }: Item): void {
    const rest = (whole ?? id ?? spooled) ? { whole, id, spooled } : undefined;
    this.#add(timestamp, level, sequence, text, this.#form.writeText, Number.POSITIVE_INFINITY, rest);
  }

  /**
   * Writes an item from what it is made of.
   *
   * @returns false, and nothing is queued, when that has to be made a text first or its text is too large
   */
  write<Source>(
    timestamp: number,
    level: number,
    sequence: number,
    source: Source,
    write: ItemWriter<Source>,
  ): boolean {
    const { maximumItemBytes, overheadBytes } = this.#limits;
    return this.#add(timestamp, level, sequence, source, write, maximumItemBytes - overheadBytes, undefined);
  }

  override takeShipment(limits: BatchLimits): Shipment {
    const first = this.#batches.shift()!;
    const { firstSequence } = first;
    while (this.#batches.length > 0 && first.hasRoomFor(this.#batches[0]!, limits)) this.#join(first);
    this.#count(first.length, first.textBytes, -1);
    this.#size = first.size;
    if (first.isChronological) return shipmentOf(first, firstSequence);
    return shipmentOf(inChronologicalOrder(this.read(first)), firstSequence);
  }

  override lowestLevel(): number {
    let lowest = Number.POSITIVE_INFINITY;
    for (const batch of this.#batches) lowest = Math.min(lowest, batch.lowestLevel());
    return lowest;
  }

  override shed(level: number, bytes: number): Item[] {
    const removed: Item[] = [];
    let free = 0;
    for (const batch of [...this.#batches]) {
      if (free >= bytes) break;
      const before = batch.memoryBytes;
      const items = batch.remove(level, bytes - free);
      free += before - batch.memoryBytes;
      if (batch.length === 0) this.#batches.splice(this.#batches.indexOf(batch), 1);
      for (const item of items) {
        removed.push(item);
        this.#count(1, item.bytes, -1);
        this.memoryBytes += memoryOf(item);
      }
    }
    this.memoryBytes -= free;
    return removed;
  }

  protected override firstSequence(): number {
    return this.#batches[0]?.firstSequence ?? Number.POSITIVE_INFINITY;
  }

  protected override takeQueued(): Item[] {
    const items = this.#batches.flatMap((batch) => this.read(batch));
    this.#batches.length = 0;
    this.#queued = 0;
    return items;
  }

  #add<Source>(
    timestamp: number,
    level: number,
    sequence: number,
    source: Source,
    write: ItemWriter<Source>,
    maximumTextBytes: number,
    rest: Rest | undefined,
  ): boolean {
    const limits = this.#limits;
    let batch = this.#batches.at(-1) ?? this.#open();
    const bytes = batch.write(timestamp, source, write);
    const isFit = bytes >= 0 && bytes <= maximumTextBytes;
    if (isFit) {
      if (!batch.hasRoom(timestamp, bytes, limits)) {
        const next = this.#open();
        next.writeRestOf(batch);
        const before = batch.memoryBytes;
        batch.seal();
        this.memoryBytes += batch.memoryBytes - before;
        batch = next;
      }
      const before = batch.memoryBytes;
      batch.commit(timestamp, level, sequence, bytes, rest);
      this.memoryBytes += batch.memoryBytes - before;
      this.#count(1, bytes, 1);
    }
    if (batch.length === 0) this.#batches.pop();
    return isFit;
  }

  #open(): WrittenItems {
    const batch = new WrittenItems(this.#form, this.#size);
    this.#batches.push(batch);
    return batch;
  }

  #join(first: WrittenItems): void {
    const next = this.#batches.shift()!;
    const before = first.memoryBytes + next.memoryBytes;
    first.join(next);
    this.memoryBytes += first.memoryBytes - before;
  }

  #count(items: number, textBytes: number, sign: 1 | -1): void {
    this.#queued += sign * items;
    this.queuedBytes += sign * (textBytes + this.#limits.overheadBytes * items);
  }
}

import type { Item, SplitRecord } from "./item.ts";
import type { Ledger } from "./ledger.ts";
import type { Queue } from "./queue.ts";
import type { Spool } from "./spool/spool.ts";

/** How an item ended. */
export type Settlement = { readonly kind: "delivered" } | NonNullable<SplitRecord["failure"]>;

export const DELIVERED: Settlement = { kind: "delivered" };
const SPOOLED: Settlement = { kind: "spooled", reason: "" };

/** Settles each item once: in the ledger, in the queue's memory, and in the spool that it may have come from. */
export class Settlements {
  readonly #ledger: Ledger;
  readonly #queue: Queue;
  readonly #spool: Spool | undefined;
  readonly #onSegmentDone: () => void;

  /** @param onSegmentDone hears that nothing of the segment that was taken from the spool is in memory any more */
  constructor(ledger: Ledger, queue: Queue, spool: Spool | undefined, onSegmentDone: () => void) {
    this.#ledger = ledger;
    this.#queue = queue;
    this.#spool = spool;
    this.#onSegmentDone = onSegmentDone;
  }

  settle(item: Item, settlement: Settlement): void {
    this.#queue.forget(item);
    const { whole, spooled } = item;
    if (spooled) this.#settleSpooled(spooled, settlement);
    if (whole !== undefined) {
      if (settlement.kind !== "delivered") whole.failure ??= settlement;
      whole.remaining -= 1;
      if (whole.remaining > 0) return;
    }
    const outcome: Settlement = whole?.failure ?? settlement;
    if (outcome.kind === "delivered") this.#ledger.deliver();
    else if (outcome.kind === "rejected") this.#ledger.reject(outcome.reason);
    else if (outcome.kind === "dropped") this.#ledger.drop(outcome.reason);
    else this.#ledger.spool();
  }

  /** Settles whole records that were stored, none of which the spool has. */
  deliver(count: number): void {
    this.#ledger.deliver(count);
  }

  /** Puts an item into the spool and settles it; false when there is none or it is full. */
  spool(laneName: string, item: Item): boolean {
    const { timestamp, level, text, id, whole, spooled } = item;
    if (!this.#spool) return false;
    const isKept =
      // What came from the spool is still there.
      (spooled !== undefined && this.#spool.has(spooled.segment)) ||
      this.#spool.append({
        lane: laneName,
        timestamp,
        level,
        text,
        id,
        counts: whole === undefined || whole.remaining === 1,
      });
    if (isKept) this.settle(item, SPOOLED);
    return isKept;
  }

  #settleSpooled(reference: NonNullable<Item["spooled"]>, settlement: Settlement): void {
    const { segment } = reference;
    segment.inMemory -= 1;
    if (settlement.kind !== "spooled") this.#spool?.acknowledge(reference);
    if (segment.inMemory > 0) return;
    this.#spool?.release(segment);
    this.#onSegmentDone();
  }
}

import type { DeliveryOptions } from "./delivery-options.ts";
import type { Queue } from "./queue.ts";
import type { Settlements } from "./settlements.ts";

/** Makes room in a full queue, and remembers what was given up until it can be told. */
export class Shedding {
  readonly #options: DeliveryOptions;
  readonly #queue: Queue;
  readonly #settlements: Settlements;
  readonly #maximumBytes: number;
  /** Given up and not told yet: how many, by level. */
  #counts = new Map<number, number>();
  #laneName = "";

  constructor(options: DeliveryOptions, queue: Queue, settlements: Settlements, maximumBytes: number) {
    this.#options = options;
    this.#queue = queue;
    this.#settlements = settlements;
    this.#maximumBytes = maximumBytes;
  }

  /**
   * The lowest severity goes first, and of that the oldest: to the spool if there is one. Frees an eighth of a batch more
   * than needed, so that it is rarely done.
   */
  makeRoom(): void {
    const { limits, onProblem } = this.#options;
    const room = Math.min(limits.maximumBytes, this.#maximumBytes) / 8;
    for (const { lane, item } of this.#queue.shed(this.#maximumBytes - room)) {
      if (this.#settlements.spool(lane.name, item)) continue;
      if (this.#counts.size === 0)
        onProblem({
          code: "queue-full",
          message: "the queue is full: records of the lowest severity are dropped until sending works again",
        });
      this.#laneName = lane.name;
      this.#counts.set(item.level, (this.#counts.get(item.level) ?? 0) + 1);
      this.#settlements.settle(item, { kind: "dropped", reason: "queue-full" });
    }
  }

  /** The one record that tells what was given up since the last call, for the lane that it fits; undefined if nothing was. */
  summary(now: number): { readonly laneName: string; readonly text: string } | undefined {
    if (this.#counts.size === 0) return undefined;
    const counts = this.#counts;
    this.#counts = new Map();
    return { laneName: this.#laneName, text: this.#options.describeShed(counts, now) };
  }
}

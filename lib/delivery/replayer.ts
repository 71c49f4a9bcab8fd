import type { Ledger } from "./ledger.ts";
import type { Queue } from "./queue.ts";
import type { Replay, Spool } from "./spool/spool.ts";

/** Takes the segments of a spool into the queue, the oldest first and one at a time. */
export class Replayer {
  readonly #spool: Spool;
  readonly #queue: Queue;
  readonly #ledger: Ledger;
  readonly #maximumMemoryBytes: number;
  #current: Replay | undefined;
  #looking: Promise<boolean> | undefined;
  #closed = false;

  /** @param maximumMemoryBytes of the queue, up to which it has room for a segment */
  constructor(spool: Spool, queue: Queue, ledger: Ledger, maximumMemoryBytes: number) {
    this.#spool = spool;
    this.#queue = queue;
    this.#ledger = ledger;
    this.#maximumMemoryBytes = maximumMemoryBytes;
  }

  /** Whether records of a segment are in memory. */
  get isReplaying(): boolean {
    return this.#current !== undefined;
  }

  /** Nothing of the segment is in memory any more. */
  done(): void {
    this.#current = undefined;
  }

  /**
   * Queues the next segment, if there is room and none is under way.
   *
   * @returns whether it did
   */
  next(): Promise<boolean> {
    if (this.#current || this.#queue.memoryBytes > this.#maximumMemoryBytes) return Promise.resolve(false);
    this.#looking ??= this.#take().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  /** Nothing is taken any more. */
  close(): void {
    this.#closed = true;
  }

  async #take(): Promise<boolean> {
    let replay: Replay | undefined;
    do {
      replay = await this.#spool.next();
      if (!replay || this.#closed) return false;
      this.#ledger.loseSpooled(replay.gone, replay.isOwn);
    } while (replay.records.length === 0);
    this.#current = replay;
    const counted = replay.records.filter(({ record }) => record.counts).length;
    if (replay.isOwn) this.#ledger.unspool(counted);
    else this.#ledger.adopt(counted);
    for (const { record, index } of replay.records) {
      const { lane, timestamp, level, text, id, counts } = record;
      this.#queue.push(this.#queue.lane(lane), {
        timestamp,
        level,
        text,
        bytes: Buffer.byteLength(text),
        // A part that does not count never completes its record.
        whole: counts ? undefined : { remaining: Number.MAX_SAFE_INTEGER, failure: undefined },
        id,
        spooled: { segment: replay, index },
      });
    }
    return true;
  }
}

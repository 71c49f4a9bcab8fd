import type { DeliveryMetrics, DeliveryOptions } from "./delivery-options.ts";
import type { Item } from "./item.ts";
import { partsOf } from "./item-parts.ts";
import type { Lane } from "./lane.ts";
import { Ledger } from "./ledger.ts";
import { OutageNotice } from "./outage-notice.ts";
import { Queue } from "./queue.ts";
import { Replayer } from "./replayer.ts";
import type { DeliveryReport } from "./report.ts";
import { Sender } from "./sender.ts";
import { Settlements } from "./settlements.ts";
import { Shedding } from "./shedding.ts";
import { SYSTEM_TIMERS, type Timers } from "./timers.ts";
import { Waiters } from "./waiters.ts";
import type { ItemWriter } from "./written/written-form.ts";

const DEFAULT_QUEUE_BYTES = 64 * 1024 * 1024;
const DEFAULT_PACK_ABOVE_BYTES = 8 * 1024 * 1024;
/** Time between looks for segments whose owners are gone. */
const SPOOL_LOOK_MS = 5_000;
/** The last time that JavaScript can write. */
const LATEST = 8.64e15;

/** Moves records to one destination and accounts for each of them. */
export class Delivery {
  readonly #options: DeliveryOptions;
  readonly #maximumQueueBytes: number;
  readonly #timers: Timers;
  readonly #ledger = new Ledger();
  readonly #queue: Queue;
  readonly #settlements: Settlements;
  readonly #notice: OutageNotice;
  readonly #shedding: Shedding;
  readonly #sender: Sender;
  readonly #replayer: Replayer | undefined;
  readonly #waiters: Waiters;
  #closed = false;

  constructor(options: DeliveryOptions) {
    this.#options = options;
    const { limits, spool, onProblem, maximumQueueBytes = DEFAULT_QUEUE_BYTES } = options;
    const timers = options.timers ?? SYSTEM_TIMERS;
    const queue = new Queue(limits, options.packAboveBytes ?? DEFAULT_PACK_ABOVE_BYTES, options.backend.form);
    const settlements = new Settlements(this.#ledger, queue, spool, () => this.#replayer?.done());
    const notice = new OutageNotice(onProblem);
    this.#maximumQueueBytes = maximumQueueBytes;
    this.#timers = timers;
    this.#queue = queue;
    this.#settlements = settlements;
    this.#notice = notice;
    this.#waiters = new Waiters(timers);
    this.#shedding = new Shedding(options, queue, settlements, maximumQueueBytes);
    this.#replayer = spool && new Replayer(spool, queue, this.#ledger, maximumQueueBytes / 2);
    this.#sender = new Sender(
      options,
      { queue, settlements, notice, timers },
      {
        acknowledged: () => {
          this.#tellShed();
          void this.#replayNext();
        },
        ended: () => this.#waiters.wake(),
        stopped: () => this.#waiters.release(),
      },
    );
    if (spool) this.#lookIntoSpool(0);
  }

  report(): DeliveryReport {
    return this.#ledger.report();
  }

  metrics(): DeliveryMetrics {
    return this.#sender.metrics();
  }

  /** Records that are neither settled nor spooled. */
  get pending(): number {
    return this.#ledger.pending;
  }

  /** Takes a record; returns at once and never throws for what the record holds. */
  accept(laneName: string, givenTime: number, level: number, given: string): void {
    this.#ledger.accept();
    if (this.#closed) {
      this.#ledger.drop("closed");
      return;
    }
    const timestamp = givenTime >= 0 && givenTime <= LATEST ? Math.floor(givenTime) : this.#timers.date();
    let text = given === "" ? " " : given;
    if (!text.isWellFormed()) text = text.toWellFormed();
    const bytes = Buffer.byteLength(text);
    const { limits, oversize = "split", makeId } = this.#options;
    const queue = this.#queue;
    const lane = queue.lane(laneName);
    const wasEmpty = lane.queued === 0;
    const room = limits.maximumItemBytes - limits.overheadBytes;
    const common = { timestamp, level, spooled: undefined };
    if (bytes <= room) queue.push(lane, { ...common, text, bytes, whole: undefined, id: makeId?.() });
    else {
      const id = `${timestamp.toString(36)}-${(queue.newestSequence + 1).toString(36)}-${process.pid.toString(36)}`;
      for (const part of partsOf(text, room, oversize, id))
        queue.push(lane, { ...common, ...part, id: makeId?.() });
    }
    this.#queued(lane, wasEmpty);
  }

  /**
   * Takes a record by writing it where it will be sent from, without a text in between.
   *
   * @returns false, and nothing is taken, when it has to come as a text: its writer says so, or it is too large
   */
  acceptWritten<Source>(
    laneName: string,
    timestamp: number,
    level: number,
    source: Source,
    write: ItemWriter<Source>,
  ): boolean {
    const isTime = timestamp >= 0 && timestamp <= LATEST && Number.isInteger(timestamp);
    if (this.#closed || !isTime) return false;
    const queue = this.#queue;
    const lane = queue.lane(laneName);
    const wasEmpty = lane.queued === 0;
    if (!queue.write(lane, timestamp, level, source, write)) {
      queue.prune(lane);
      return false;
    }
    this.#ledger.accept();
    this.#queued(lane, wasEmpty);
    return true;
  }

  #queued(lane: Lane, wasEmpty: boolean): void {
    const queue = this.#queue;
    if (queue.memoryBytes > this.#maximumQueueBytes) this.#shedding.makeRoom();
    if (lane.queued > 0) {
      this.#sender.queued(lane, wasEmpty);
      queue.packIfLong(lane);
    } else queue.prune(lane);
  }

  /**
   * Sends what is queued and resolves when everything accepted so far is settled, at the deadline, or when nothing will get
   * through until a person acts. What waits for its next try is tried at once, unless the service asked to wait.
   *
   * @param until ms since the epoch; a wall clock that is set meanwhile does not move the moment
   */
  async flush(until = Number.POSITIVE_INFINITY, signal?: AbortSignal): Promise<DeliveryReport> {
    const deadline = this.#timers.now() + (until - this.#timers.date());
    const isOver = () => this.#timers.now() >= deadline || signal?.aborted === true;
    do {
      const before = this.report().delivered;
      if (this.#replayer) await this.#replayNext();
      const newest = this.#queue.newestSequence;
      const done = this.#waiters.wait(() => this.#queue.oldestSequence() > newest, deadline, signal);
      this.#sender.sendNow(!isOver());
      this.#waiters.wake();
      await done;
      // A segment of the spool may have brought the next one along: go on while that works.
      if (this.report().delivered === before || isOver()) break;
      await this.#replayNext();
    } while (this.#replayer?.isReplaying);
    return this.report();
  }

  /**
   * Waits until no more than half of the memory is held, so that as much again can be taken and nothing is shed.
   *
   * @param until ms since the epoch
   * @returns whether that is so; false at the deadline, when aborted, and when nothing will get through until a person acts
   */
  async ready(until = Number.POSITIVE_INFINITY, signal?: AbortSignal): Promise<boolean> {
    const hasRoom = () => this.#queue.memoryBytes <= this.#maximumQueueBytes / 2;
    if (hasRoom()) return true;
    if (this.#closed || this.#sender.isStopped) return false;
    const deadline = this.#timers.now() + (until - this.#timers.date());
    const done = this.#waiters.wait(hasRoom, deadline, signal);
    this.#sender.sendDue();
    await done;
    return hasRoom();
  }

  /** Flushes; what is left at the deadline goes to the last resort. Records that come later are dropped. */
  async close(deadline?: number, signal?: AbortSignal): Promise<DeliveryReport> {
    const { delivered } = await this.flush(deadline, signal);
    // Records that came meanwhile, such as the one that tells what was shed: once more, if that works at all.
    if (this.pending > 0 && delivered > 0) await this.flush(deadline, signal);
    this.surrender();
    return this.report();
  }

  /** Gives everything that is left to the spool or the last resort, at once: for the exit of the process. */
  surrender(): void {
    if (this.#closed) return;
    this.#sender.close();
    this.#tellShed();
    this.#closed = true;
    this.#replayer?.close();
    const before = this.report();
    const queue = this.#queue;
    const left: Item[] = [];
    for (const lane of queue.lanes())
      for (const item of queue.takeAll(lane)) if (!this.#settlements.spool(lane.name, item)) left.push(item);
    this.#giveToLastResort(left);
    this.#notice.leftOver(before, this.report());
    this.#options.spool?.close();
    this.#waiters.release();
  }

  /** What it does not take is lost; a record of several parts is lost when one of them is. */
  #giveToLastResort(left: readonly Item[]): void {
    if (left.length === 0) return;
    const taken = this.#options.lastResort(left);
    for (const item of left.slice(taken)) this.#settlements.settle(item, { kind: "dropped", reason: "lost" });
    for (const item of left.slice(0, taken))
      this.#settlements.settle(item, { kind: "dropped", reason: "stderr" });
  }

  /** Segments of others come free at any time. */
  #lookIntoSpool(ms: number): void {
    this.#timers.after(ms, () => {
      if (this.#closed) return;
      void this.#replayNext();
      this.#lookIntoSpool(SPOOL_LOOK_MS);
    });
  }

  /** One record for all that was shed since the last success. */
  #tellShed(): void {
    const now = this.#timers.date();
    const summary = this.#shedding.summary(now);
    if (summary) this.accept(summary.laneName, now, this.#options.shedLevel, summary.text);
  }

  async #replayNext(): Promise<void> {
    try {
      if (this.#closed || !(await this.#replayer?.next()) || this.#closed) return;
    } catch (cause) {
      this.#options.onProblem({ code: "spool-failed", message: "the spool cannot be read", cause });
      return;
    }
    for (const lane of this.#queue.lanes()) {
      if (lane.queued > 0 && lane.lingerUntil === Number.POSITIVE_INFINITY)
        lane.lingerUntil = this.#timers.now();
      this.#sender.pump(lane);
    }
  }
}

import type { Exceptions, Verdict } from "./backend.ts";
import { backoffDelay } from "./backoff.ts";
import { Circuit } from "./circuit.ts";
import type { DeliveryMetrics, DeliveryOptions } from "./delivery-options.ts";
import { FlushWaiters } from "./flush-waiters.ts";
import type { Item, SplitRecord } from "./item.ts";
import { Lane, type Shipment } from "./lane.ts";
import { Ledger } from "./ledger.ts";
import type { DeliveryReport } from "./report.ts";
import type { Replay, SpooledReference } from "./spool/spool.ts";
import { splitText, truncateText } from "./text-parts.ts";
import { SYSTEM_TIMERS, type Timers } from "./timers.ts";

const DEFAULTS = {
  maximumQueueBytes: 64 * 1024 * 1024,
  lingerMs: 1000,
  requestsInFlight: 1,
  fatalRetryMs: 60_000,
};
/** Room in bytes for the heading of a part. */
const PART_HEADING_BYTES = 80;

type Settlement = { readonly kind: "delivered" } | NonNullable<SplitRecord["failure"]>;
const DELIVERED: Settlement = { kind: "delivered" };
const SPOOLED: Settlement = { kind: "spooled", reason: "" };

/** Moves records to one destination and accounts for each of them. */
export class Delivery {
  readonly #options: DeliveryOptions;
  readonly #settings: typeof DEFAULTS;
  readonly #timers: Timers;
  readonly #ledger = new Ledger();
  readonly #lanes = new Map<string, Lane>();
  readonly #circuit = new Circuit();
  readonly #waiters: FlushWaiters;
  readonly #shed = new Map<number, number>();
  readonly #abort = new AbortController();
  #sequence = 0;
  #heldBytes = 0;
  #requests = 0;
  #retries = 0;
  #bytesSent = 0;
  #stoppedUntil = 0;
  #stopReason: string | undefined;
  #closed = false;
  #replaying: Replay | undefined;

  constructor(options: DeliveryOptions) {
    this.#options = options;
    this.#settings = {
      maximumQueueBytes: options.maximumQueueBytes ?? DEFAULTS.maximumQueueBytes,
      lingerMs: options.lingerMs ?? DEFAULTS.lingerMs,
      requestsInFlight: options.requestsInFlight ?? DEFAULTS.requestsInFlight,
      fatalRetryMs: options.fatalRetryMs ?? DEFAULTS.fatalRetryMs,
    };
    this.#timers = options.timers ?? SYSTEM_TIMERS;
    this.#waiters = new FlushWaiters(this.#timers);
    if (options.spool) this.#timers.after(0, () => this.#replayNext());
  }

  report(): DeliveryReport {
    return this.#ledger.report();
  }

  metrics(): DeliveryMetrics {
    return {
      requests: this.#requests,
      retries: this.#retries,
      bytesSent: this.#bytesSent,
      queueBytes: this.#heldBytes,
      isCircuitOpen: this.#circuit.isOpen,
    };
  }

  /** Takes a record; returns at once and never throws for what the record holds. */
  accept(laneName: string, timestamp: number, level: number, text: string): void {
    this.#ledger.accept();
    this.#enqueue(laneName, timestamp, level, text);
  }

  /** Sends what is queued and resolves when everything accepted so far is settled, or at the deadline. */
  async flush(deadline = Number.POSITIVE_INFINITY, signal?: AbortSignal): Promise<DeliveryReport> {
    let before: number;
    do {
      before = this.report().delivered;
      this.#replayNext();
      await this.#flushQueue(deadline, signal);
      // A segment of the spool may have brought the next one along: go on while that works.
    } while (
      this.#replaying &&
      this.report().delivered > before &&
      this.#timers.now() < deadline &&
      !signal?.aborted
    );
    return this.report();
  }

  async #flushQueue(deadline: number, signal: AbortSignal | undefined): Promise<void> {
    this.#stoppedUntil = 0;
    const until = this.#sequence;
    const done = this.#waiters.wait(until, deadline, signal);
    for (const lane of this.#lanes.values()) {
      if (lane.queued > 0) lane.lingerUntil = 0;
      this.#pump(lane);
    }
    this.#wakeWaiters();
    await done;
  }

  /** Flushes; what is left at the deadline goes to the last resort. Records that come later are dropped. */
  async close(deadline?: number, signal?: AbortSignal): Promise<DeliveryReport> {
    await this.flush(deadline, signal);
    this.surrender();
    return this.report();
  }

  /** Gives everything that is left to the spool or the last resort, at once: for the exit of the process. */
  surrender(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#abort.abort();
    for (const lane of this.#lanes.values()) {
      lane.cancelTimer?.();
      for (const shipment of lane.shipments) shipment.inFlight = false;
      this.#surrender(lane, lane.takeAll());
    }
    this.#options.spool?.close();
  }

  #enqueue(laneName: string, givenTime: number, level: number, given: string): void {
    const timestamp = givenTime >= 0 && givenTime <= 8.64e15 ? Math.floor(givenTime) : this.#timers.now();
    let text = given === "" ? " " : given;
    if (!text.isWellFormed()) text = text.toWellFormed();
    const bytes = Buffer.byteLength(text);
    const { limits, oversize } = this.#options;
    if (this.#closed) {
      this.#ledger.drop("closed");
      return;
    }
    const lane = this.#laneOf(laneName);
    const wasEmpty = lane.queued === 0;
    const room = limits.maximumItemBytes - limits.overheadBytes;
    if (bytes <= room) this.#push(lane, timestamp, level, text, bytes, undefined);
    else if (oversize === "truncate") {
      const shortened = truncateText(text, room);
      this.#push(lane, timestamp, level, shortened, Buffer.byteLength(shortened), undefined);
    } else this.#pushParts(lane, timestamp, level, text, room);
    if (lane.queued === 0) return;
    if (wasEmpty) {
      lane.lingerUntil = this.#timers.now() + this.#settings.lingerMs;
      this.#schedule(lane, this.#settings.lingerMs);
    }
    if (lane.isBatchFull(limits)) this.#pump(lane);
  }

  #pushParts(lane: Lane, timestamp: number, level: number, text: string, room: number): void {
    const pieces = splitText(text, room - PART_HEADING_BYTES);
    const id = `${timestamp.toString(36)}-${(this.#sequence + 1).toString(36)}-${process.pid.toString(36)}`;
    const whole: SplitRecord = { remaining: pieces.length, failure: undefined };
    for (const [index, piece] of pieces.entries()) {
      const part = `[part ${index + 1}/${pieces.length} of ${id}] ${piece}`;
      this.#push(lane, timestamp, level, part, Buffer.byteLength(part), whole);
    }
  }

  #push(
    lane: Lane,
    timestamp: number,
    level: number,
    text: string,
    bytes: number,
    whole: SplitRecord | undefined,
    replayed?: { readonly reference: SpooledReference; readonly id: string | undefined },
  ): void {
    const { overheadBytes } = this.#options.limits;
    this.#sequence += 1;
    const id = replayed ? replayed.id : this.#options.makeId?.();
    const spooled = replayed?.reference;
    const item: Item = { timestamp, level, text, bytes, whole, id, spooled, sequence: this.#sequence };
    this.#heldBytes += bytes + overheadBytes;
    lane.push(item, overheadBytes);
    if (this.#heldBytes > this.#settings.maximumQueueBytes) this.#makeRoom();
  }

  /** Sheds the lowest severity first, oldest first; an eighth of a batch more than needed, so that it is rarely done. */
  #makeRoom(): void {
    const { limits } = this.#options;
    let excess =
      this.#heldBytes -
      this.#settings.maximumQueueBytes +
      Math.min(limits.maximumBytes, this.#settings.maximumQueueBytes) / 8;
    while (excess > 0) {
      let lowest = Number.POSITIVE_INFINITY;
      for (const lane of this.#lanes.values()) lowest = Math.min(lowest, lane.lowestLevel());
      if (lowest === Number.POSITIVE_INFINITY) return;
      for (const lane of this.#lanes.values()) {
        for (const item of lane.shed(lowest, excess, limits.overheadBytes)) {
          excess -= item.bytes + limits.overheadBytes;
          if (this.#keepInSpool(lane.name, item)) {
            this.#settle(item, SPOOLED);
            continue;
          }
          this.#shed.set(item.level, (this.#shed.get(item.level) ?? 0) + 1);
          this.#settle(item, { kind: "dropped", reason: "queue-full" });
        }
      }
    }
  }

  /** One record for all that was shed since the last success. */
  #tellShed(laneName: string): void {
    if (this.#shed.size === 0 || this.#closed) return;
    const counts = new Map(this.#shed);
    this.#shed.clear();
    const now = this.#timers.now();
    this.accept(laneName, now, this.#options.shedLevel, this.#options.describeShed(counts, now));
  }

  #laneOf(name: string): Lane {
    let lane = this.#lanes.get(name);
    if (lane === undefined) {
      lane = new Lane(name);
      this.#lanes.set(name, lane);
    }
    return lane;
  }

  #schedule(lane: Lane, ms: number): void {
    lane.cancelTimer?.();
    lane.cancelTimer = this.#timers.after(ms, () => {
      lane.cancelTimer = undefined;
      this.#pump(lane);
    });
  }

  #pump(lane: Lane): void {
    const { limits } = this.#options;
    while (!this.#closed) {
      const now = this.#timers.now();
      const inFlight = lane.shipments.filter((shipment) => shipment.inFlight).length;
      if (inFlight >= this.#settings.requestsInFlight) {
        this.#prepareNext(lane);
        return;
      }
      const waiting = lane.shipments.find((shipment) => !shipment.inFlight);
      const isDue = lane.queued > 0 && (lane.isBatchFull(limits) || now >= lane.lingerUntil);
      if (waiting === undefined && !isDue) {
        if (lane.queued > 0 && lane.cancelTimer === undefined) this.#schedule(lane, lane.lingerUntil - now);
        return;
      }
      const wait = Math.max(
        this.#circuit.waitMs(now),
        this.#stoppedUntil - now,
        (waiting?.notBefore ?? 0) - now,
      );
      if (wait > 0) {
        if (wait !== Number.POSITIVE_INFINITY) this.#schedule(lane, wait);
        return;
      }
      const shipment = waiting ?? this.#takeShipment(lane);
      void this.#send(lane, shipment);
    }
  }

  /** A full batch is made ready while another is under way, so that it can follow at once. */
  #prepareNext(lane: Lane): void {
    const { backend, limits } = this.#options;
    if (!backend.prepare || !lane.isBatchFull(limits) || lane.shipments.some(({ inFlight }) => !inFlight))
      return;
    const { items } = this.#takeShipment(lane);
    backend.prepare(lane.name, items);
  }

  #takeShipment(lane: Lane): Shipment {
    const shipment = lane.takeShipment(this.#options.limits);
    lane.shipments.push(shipment);
    if (lane.queued === 0) lane.lingerUntil = Number.POSITIVE_INFINITY;
    else if (lane.lingerUntil !== 0) lane.lingerUntil = this.#timers.now() + this.#settings.lingerMs;
    return shipment;
  }

  async #send(lane: Lane, shipment: Shipment): Promise<void> {
    shipment.inFlight = true;
    shipment.attempts += 1;
    this.#requests += 1;
    if (shipment.attempts > 1) this.#retries += 1;
    this.#circuit.started();
    try {
      const exceptions = await this.#options.backend.send(lane.name, shipment.items, this.#abort.signal);
      this.#circuit.succeeded();
      if (this.#closed) return;
      this.#acknowledge(lane, shipment, exceptions);
    } catch (error) {
      if (this.#closed) return;
      await this.#recover(lane, shipment, error);
    }
    shipment.inFlight = false;
    for (const other of this.#circuit.isOpen ? [lane] : this.#lanes.values()) this.#pump(other);
    this.#wakeWaiters();
  }

  #acknowledge(lane: Lane, shipment: Shipment, exceptions: Exceptions | undefined): void {
    this.#stopReason = undefined;
    const again: Item[] = [];
    for (const [index, item] of shipment.items.entries()) {
      const exception = exceptions?.get(index);
      if (exception?.kind === "retry") again.push(item);
      else if (exception) this.#settle(item, { kind: "rejected", reason: exception.reason });
      else {
        this.#bytesSent += item.bytes;
        this.#settle(item, DELIVERED);
      }
    }
    const position = lane.shipments.indexOf(shipment);
    if (again.length === 0) lane.shipments.splice(position, 1);
    else {
      shipment.items = again;
      shipment.notBefore = this.#timers.now() + this.#delay(shipment, 0);
    }
    this.#tellShed(lane.name);
    this.#replayNext();
  }

  async #recover(lane: Lane, shipment: Shipment, error: unknown): Promise<void> {
    const { backend, onProblem } = this.#options;
    let verdict = backend.classify(error);
    if (verdict.kind === "repair") verdict = await this.#repair(lane, verdict.reason, shipment);
    const now = this.#timers.now();
    const delay = this.#delay(shipment, verdict.kind === "retry" ? (verdict.retryAfterMs ?? 0) : 0);
    if (verdict.kind === "bisect" || verdict.kind === "repair") this.#circuit.succeeded();
    else this.#circuit.failed(now + delay);
    if (verdict.kind === "retry") shipment.notBefore = now + delay;
    else if (verdict.kind === "bisect") this.#bisect(lane, shipment, verdict.reason, error);
    else if (verdict.kind === "fatal") {
      this.#stoppedUntil = now + this.#settings.fatalRetryMs;
      if (this.#stopReason !== verdict.reason)
        onProblem({ code: "delivery-stopped", message: `${verdict.advice} Records are kept.`, cause: error });
      this.#stopReason = verdict.reason;
      this.#waiters.release();
    }
  }

  /** @returns the verdict "repair" once more if it worked, else that of what the repair threw */
  async #repair(lane: Lane, reason: string, shipment: Shipment): Promise<Verdict> {
    try {
      await this.#options.backend.repair(lane.name, reason);
      if (shipment.attempts > 2) shipment.notBefore = this.#timers.now() + this.#delay(shipment, 0);
      return { kind: "repair", reason };
    } catch (error) {
      const verdict = this.#options.backend.classify(error);
      return verdict.kind === "fatal" || verdict.kind === "retry" ? verdict : { kind: "retry", reason };
    }
  }

  #delay(shipment: Shipment, retryAfterMs: number): number {
    const random = (this.#options.random ?? Math.random)();
    return backoffDelay(shipment.attempts, random, this.#options.backoff, retryAfterMs);
  }

  #bisect(lane: Lane, shipment: Shipment, reason: string, error: unknown): void {
    const position = lane.shipments.indexOf(shipment);
    const { items } = shipment;
    if (items.length === 1) {
      lane.shipments.splice(position, 1);
      this.#options.onProblem({
        code: "record-rejected",
        message: "the destination refused a record",
        cause: error,
      });
      this.#settle(items[0]!, { kind: "rejected", reason });
      return;
    }
    const middle = items.length >>> 1;
    const halves = [items.slice(0, middle), items.slice(middle)].map((half): Shipment => {
      const { firstSequence } = shipment;
      return { items: half, attempts: 0, inFlight: false, notBefore: 0, firstSequence };
    });
    lane.shipments.splice(position, 1, ...halves);
  }

  #surrender(lane: Lane, items: readonly Item[]): void {
    const left = items.filter((item) => {
      const isKept = this.#keepInSpool(lane.name, item);
      if (isKept) this.#settle(item, SPOOLED);
      return !isKept;
    });
    if (left.length === 0) return;
    const reason = this.#options.lastResort(lane.name, left);
    for (const item of left) this.#settle(item, { kind: "dropped", reason });
  }

  /** What came from the spool is still there. */
  #keepInSpool(lane: string, { timestamp, level, text, id, whole, spooled }: Item): boolean {
    const { spool } = this.#options;
    if (!spool) return false;
    if (spooled) return true;
    return spool.append({
      lane,
      timestamp,
      level,
      text,
      id,
      counts: whole === undefined || whole.remaining === 1,
    });
  }

  /** Takes the oldest segment of the spool into the queue, one at a time and while there is room. */
  #replayNext(): void {
    const { spool } = this.#options;
    if (!spool || this.#closed || this.#replaying) return;
    if (this.#heldBytes > this.#settings.maximumQueueBytes / 2) return;
    const replay = spool.next();
    if (!replay) return;
    this.#replaying = replay;
    const counted = replay.records.filter(({ record }) => record.counts).length;
    if (replay.isOwn) this.#ledger.unspool(counted);
    else this.#ledger.adopt(counted);
    for (const { record, index } of replay.records) {
      const { lane, timestamp, level, text, id, counts } = record;
      // A part that does not count never completes its record.
      const whole = counts ? undefined : { remaining: Number.MAX_SAFE_INTEGER, failure: undefined };
      const reference = { segment: replay, index };
      this.#push(this.#laneOf(lane), timestamp, level, text, Buffer.byteLength(text), whole, {
        reference,
        id,
      });
    }
    for (const lane of this.#lanes.values()) {
      if (lane.queued > 0 && lane.lingerUntil === Number.POSITIVE_INFINITY)
        lane.lingerUntil = this.#timers.now();
      this.#pump(lane);
    }
  }

  #settle(item: Item, settlement: Settlement): void {
    this.#heldBytes -= item.bytes + this.#options.limits.overheadBytes;
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

  #settleSpooled(reference: SpooledReference, settlement: Settlement): void {
    const { segment } = reference;
    const { spool } = this.#options;
    segment.inMemory -= 1;
    if (settlement.kind !== "spooled") spool?.acknowledge(reference);
    if (segment.inMemory > 0) return;
    if (segment.remaining > 0) spool?.release(segment);
    this.#replaying = undefined;
  }

  #wakeWaiters(): void {
    if (this.#waiters.isEmpty) return;
    let oldest = Number.POSITIVE_INFINITY;
    for (const lane of this.#lanes.values()) {
      oldest = Math.min(oldest, lane.oldestSequence());
    }
    this.#waiters.wake(oldest);
  }
}

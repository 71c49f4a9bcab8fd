import type { Verdict } from "./backend.ts";
import { backoffDelay } from "./backoff.ts";
import { BoundedCalls } from "./bounded-calls.ts";
import { Circuit } from "./circuit.ts";
import type { DeliveryMetrics, DeliveryOptions } from "./delivery-options.ts";
import type { Lane } from "./lane.ts";
import type { OutageNotice } from "./outage-notice.ts";
import type { Queue } from "./queue.ts";
import type { Settlements } from "./settlements.ts";
import type { Shipment } from "./shipment.ts";
import { ShipmentOutcomes } from "./shipment-outcomes.ts";
import type { Timers } from "./timers.ts";
import { WrittenItems } from "./written/written-items.ts";

const DEFAULTS = { lingerMs: 1000, requestsInFlight: 1, fatalRetryMs: 60_000, requestTimeoutMs: 30_000 };

/** Tries after which something is missing that was made each time. */
const UNCURED_AFTER = 3;

/** What the engine does when requests end. */
export interface SenderEvents {
  /** A batch was acknowledged. */
  readonly acknowledged: () => void;
  /** A request has ended, whatever came of it. */
  readonly ended: () => void;
  /** Nothing will get through until a person acts. */
  readonly stopped: () => void;
}

/** Takes batches off the lanes when they are due, sends them, and does what their failures ask for. */
export class Sender {
  readonly #options: DeliveryOptions;
  readonly #settings: typeof DEFAULTS;
  readonly #queue: Queue;
  readonly #notice: OutageNotice;
  readonly #timers: Timers;
  readonly #events: SenderEvents;
  readonly #circuit = new Circuit();
  readonly #outcomes: ShipmentOutcomes;
  readonly #calls: BoundedCalls;
  #requests = 0;
  #retries = 0;
  #stoppedUntil = 0;
  #closed = false;

  constructor(
    options: DeliveryOptions,
    parts: {
      readonly queue: Queue;
      readonly settlements: Settlements;
      readonly notice: OutageNotice;
      readonly timers: Timers;
    },
    events: SenderEvents,
  ) {
    this.#options = options;
    this.#settings = {
      lingerMs: options.lingerMs ?? DEFAULTS.lingerMs,
      requestsInFlight: options.requestsInFlight ?? DEFAULTS.requestsInFlight,
      fatalRetryMs: options.fatalRetryMs ?? DEFAULTS.fatalRetryMs,
      requestTimeoutMs: options.requestTimeoutMs ?? DEFAULTS.requestTimeoutMs,
    };
    this.#queue = parts.queue;
    this.#notice = parts.notice;
    this.#timers = parts.timers;
    this.#events = events;
    this.#calls = new BoundedCalls(parts.timers, this.#settings.requestTimeoutMs);
    this.#outcomes = new ShipmentOutcomes({
      queue: parts.queue,
      settlements: parts.settlements,
      onProblem: options.onProblem,
      retryAt: (shipment) => this.#timers.now() + this.#delay(shipment, 0),
    });
  }

  metrics(): DeliveryMetrics {
    return {
      requests: this.#requests,
      retries: this.#retries,
      bytesSent: this.#outcomes.bytesSent,
      queueBytes: this.#queue.memoryBytes,
      isCircuitOpen: this.#circuit.isOpen,
    };
  }

  /** An item came into a lane. @param wasEmpty whether it is the only one */
  queued(lane: Lane, wasEmpty: boolean): void {
    if (wasEmpty) {
      lane.lingerUntil = this.#timers.now() + this.#settings.lingerMs;
      this.#schedule(lane, this.#settings.lingerMs);
    }
    if (lane.isBatchFull(this.#options.limits)) this.pump(lane);
  }

  /** Whether nothing gets through until a person acts. */
  get isStopped(): boolean {
    return this.#stoppedUntil > this.#timers.now();
  }

  /** What is queued is due now, and waits between tries go on. */
  sendDue(): void {
    for (const lane of this.#queue.lanes()) {
      if (lane.queued > 0) lane.lingerUntil = 0;
      this.pump(lane);
    }
  }

  /** What is queued is due now. @param hurry whether waits between tries end too */
  sendNow(hurry: boolean): void {
    this.#stoppedUntil = 0;
    if (hurry) this.#circuit.hurry();
    for (const lane of this.#queue.lanes()) {
      if (lane.queued > 0) lane.lingerUntil = 0;
      if (hurry) for (const shipment of lane.shipments) shipment.notBefore = shipment.askedUntil;
      this.pump(lane);
    }
  }

  /** Ends the requests that are under way; nothing is sent any more. */
  close(): void {
    this.#closed = true;
    this.#calls.abort();
    for (const lane of this.#queue.lanes()) {
      lane.cancelTimer?.();
      for (const shipment of lane.shipments) shipment.inFlight = false;
    }
  }

  #schedule(lane: Lane, ms: number): void {
    lane.cancelTimer?.();
    lane.cancelTimer = this.#timers.after(ms, () => {
      lane.cancelTimer = undefined;
      this.pump(lane);
    });
  }

  /** Sends what is due in a lane, or sets its timer. */
  pump(lane: Lane): void {
    const { limits } = this.#options;
    while (!this.#closed) {
      const now = this.#timers.now();
      const inFlight = lane.shipments.filter((shipment) => shipment.inFlight).length;
      if (inFlight >= this.#settings.requestsInFlight) {
        this.#prepareNext(lane);
        return;
      }
      const isDue = lane.queued > 0 && (lane.isBatchFull(limits) || now >= lane.lingerUntil);
      const waiting = nextShipment(lane, isDue);
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
        const untilDue = waiting?.isDeferred && lane.queued > 0 ? lane.lingerUntil - now : wait;
        if (wait !== Number.POSITIVE_INFINITY) this.#schedule(lane, Math.min(wait, untilDue));
        return;
      }
      void this.#send(lane, waiting ?? this.#takeShipment(lane));
    }
  }

  /** A full batch is made ready while another is under way, so that it can follow at once. */
  #prepareNext(lane: Lane): void {
    const { backend, limits } = this.#options;
    if (!backend.prepare || !lane.isBatchFull(limits) || lane.shipments.some(({ inFlight }) => !inFlight))
      return;
    const { content } = this.#takeShipment(lane);
    if (!(content instanceof WrittenItems)) backend.prepare(lane.name, content);
  }

  #takeShipment(lane: Lane): Shipment {
    const shipment = this.#queue.takeShipment(lane);
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
    const { content } = shipment;
    try {
      const { backend } = this.#options;
      const exceptions = await this.#calls.run((signal) =>
        content instanceof WrittenItems
          ? backend.sendWritten!(lane.name, content, signal)
          : backend.send(lane.name, content, signal),
      );
      if (this.#closed) return;
      this.#circuit.succeeded();
      this.#notice.over();
      this.#outcomes.acknowledged(lane, shipment, exceptions);
      this.#events.acknowledged();
    } catch (error) {
      if (this.#closed) return;
      await this.#recover(lane, shipment, error);
      if (this.#closed) return;
    }
    shipment.inFlight = false;
    this.#queue.prune(lane);
    for (const other of this.#circuit.isOpen ? [lane] : this.#queue.lanes()) this.pump(other);
    this.#events.ended();
  }

  async #recover(lane: Lane, shipment: Shipment, failure: unknown): Promise<void> {
    let error = failure;
    let verdict = this.#options.backend.classify(error);
    if (verdict.kind === "repair")
      ({ verdict, error } = await this.#repair(lane, verdict.reason, shipment, error));
    if (this.#closed) return;
    const now = this.#timers.now();
    const asked = verdict.kind === "retry" ? (verdict.retryAfterMs ?? 0) : 0;
    const delay = this.#delay(shipment, asked);
    shipment.askedUntil = now + asked;
    if (verdict.kind === "bisect" || verdict.kind === "repair") this.#circuit.succeeded();
    else this.#circuit.failed(now + delay, now + asked);
    if (verdict.kind === "retry") {
      shipment.notBefore = now + delay;
      this.#notice.failed(verdict.reason, error, this.#circuit.isOpen, now);
      this.#outcomes.failed(lane, shipment, verdict, error);
    } else if (verdict.kind === "repair" && shipment.attempts > UNCURED_AFTER)
      this.#notice.uncured(verdict.reason, verdict.advice, error);
    else if (verdict.kind === "bisect") this.#outcomes.bisect(lane, shipment, verdict.reason, error);
    else if (verdict.kind === "fatal") {
      this.#stoppedUntil = now + this.#settings.fatalRetryMs;
      this.#notice.stopped(verdict.reason, verdict.advice, error);
      this.#events.stopped();
    }
  }

  /** @returns the verdict "repair" once more if it worked, else what the repair threw and its verdict */
  async #repair(
    lane: Lane,
    reason: string,
    shipment: Shipment,
    failure: unknown,
  ): Promise<{ readonly verdict: Verdict; readonly error: unknown }> {
    const { backend } = this.#options;
    try {
      await this.#calls.run((signal) => backend.repair(lane.name, reason, signal));
      if (shipment.attempts > 2) shipment.notBefore = this.#timers.now() + this.#delay(shipment, 0);
      return { verdict: { kind: "repair", reason }, error: failure };
    } catch (error) {
      const verdict = backend.classify(error);
      if (verdict.kind === "repair") shipment.notBefore = this.#timers.now() + this.#delay(shipment, 0);
      if (verdict.kind === "repair" || verdict.kind === "fatal" || verdict.kind === "retry")
        return { verdict, error };
      const advice = `What is missing (${reason}) cannot be made (${verdict.reason}): check the handler's options.`;
      return { verdict: { kind: "fatal", reason: verdict.reason, advice }, error };
    }
  }

  #delay(shipment: Shipment, retryAfterMs: number): number {
    const random = (this.#options.random ?? Math.random)();
    return backoffDelay(shipment.attempts, random, this.#options.backoff, retryAfterMs);
  }
}

/** What is to be sent next of what was sent before: a record that fails and fails comes after everything else. */
function nextShipment({ shipments }: Lane, isQueueDue: boolean): Shipment | undefined {
  const waiting = shipments.filter(({ inFlight }) => !inFlight);
  return waiting.find(({ isDeferred }) => !isDeferred) ?? (isQueueDue ? undefined : waiting[0]);
}

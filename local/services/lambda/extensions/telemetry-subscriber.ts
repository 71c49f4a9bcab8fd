import { connect } from "node:net";
import { request } from "#kernel/node-http.ts";
import type { Subscription, TelemetryDestination } from "./subscription.ts";
import type { TelemetryEvent, TelemetryStream } from "./telemetry-event.ts";

/** Bytes that wait for a subscriber at most: what comes then is dropped, and counted. */
const LARGEST_WAITING_BYTES = 16_777_216;
const FIRST_RETRY_MS = 50;
const LONGEST_RETRY_MS = 2_000;

/** What was dropped since it was last told. */
export interface DroppedTelemetry {
  readonly droppedRecords: number;
  readonly droppedBytes: number;
}

/** Brings the telemetry of one environment to one extension, in batches. */
export class TelemetrySubscriber {
  readonly #subscription: Subscription;
  readonly #dropped: (dropped: DroppedTelemetry) => void;
  #waiting: string[] = [];
  #waitingBytes = 0;
  #droppedRecords = 0;
  #droppedBytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> | undefined;
  #isFrozen = false;
  #isClosed = false;
  #retryMs = FIRST_RETRY_MS;

  /** @param dropped told when there is room again after events were dropped */
  constructor(subscription: Subscription, dropped: (dropped: DroppedTelemetry) => void) {
    this.#subscription = subscription;
    this.#dropped = dropped;
  }

  take(stream: TelemetryStream, event: TelemetryEvent): void {
    if (this.#isClosed || !this.#subscription.streams.has(stream)) return;
    const text = JSON.stringify(event);
    const bytes = Buffer.byteLength(text);
    if (this.#waitingBytes + bytes > LARGEST_WAITING_BYTES) {
      this.#droppedRecords += 1;
      this.#droppedBytes += bytes;
      return;
    }
    this.#waiting.push(text);
    this.#waitingBytes += bytes;
    this.#sendSoon();
  }

  /** Between invocations nothing runs in the environment, so nothing is sent. */
  freeze(): void {
    this.#isFrozen = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  thaw(): void {
    this.#isFrozen = false;
    this.#sendSoon();
  }

  /** Sends what waits, without waiting for more; resolves when it is taken, or when the subscriber is closed. */
  async flush(): Promise<void> {
    this.#isFrozen = false;
    while (!this.#isClosed && (this.#waiting.length > 0 || this.#sending !== undefined)) {
      this.#send();
      await this.#sending;
    }
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  /** One request at a time, so that batches come in their order. */
  #send(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#isFrozen || this.#isClosed || this.#sending !== undefined || this.#waiting.length === 0) return;
    const batch = this.#nextBatch();
    this.#sending = this.#deliver(batch).finally(() => {
      this.#sending = undefined;
      this.#tellDropped();
      this.#sendSoon();
    });
  }

  #sendSoon(): void {
    const { maxItems, maxBytes, timeoutMs } = this.#subscription;
    if (this.#isFrozen || this.#isClosed || this.#waiting.length === 0) return;
    if (this.#waiting.length >= maxItems || this.#waitingBytes >= maxBytes) this.#send();
    else this.#timer ??= setTimeout(() => this.#send(), timeoutMs);
  }

  #nextBatch(): readonly string[] {
    const { maxItems, maxBytes } = this.#subscription;
    let bytes = 0;
    let count = 0;
    while (count < this.#waiting.length && count < maxItems && bytes < maxBytes)
      bytes += Buffer.byteLength(this.#waiting[count++]!);
    this.#waitingBytes -= bytes;
    return this.#waiting.splice(0, count);
  }

  /** Lambda tries again when nobody listens or the answer is an error. */
  async #deliver(batch: readonly string[]): Promise<void> {
    while (!this.#isClosed) {
      if (await deliver(this.#subscription.destination, batch)) {
        this.#retryMs = FIRST_RETRY_MS;
        return;
      }
      const pause = this.#retryMs;
      this.#retryMs = Math.min(LONGEST_RETRY_MS, pause * 2);
      await new Promise<void>((resolve) => setTimeout(resolve, pause).unref());
    }
  }

  #tellDropped(): void {
    if (this.#droppedRecords === 0) return;
    const dropped = { droppedRecords: this.#droppedRecords, droppedBytes: this.#droppedBytes };
    this.#droppedRecords = 0;
    this.#droppedBytes = 0;
    this.#dropped(dropped);
  }
}

/** Resolves with whether the listener has taken the batch. */
function deliver(destination: TelemetryDestination, batch: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    if (destination.protocol === "TCP") {
      const socket = connect(destination.port, "127.0.0.1", () => socket.end(`${batch.join("\n")}\n`));
      socket.on("error", () => resolve(false)).on("close", (failed) => resolve(!failed));
      return;
    }
    const { port, path } = destination;
    const body = `[${batch.join(",")}]`;
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const outgoing = request({ host: "127.0.0.1", port, path, method: "POST", headers }, (response) => {
      response.resume().on("close", () => resolve(response.statusCode! < 300));
    });
    outgoing.on("error", () => resolve(false)).end(body);
  });
}

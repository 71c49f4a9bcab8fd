import type { Subscription } from "./subscription.ts";
import type { TelemetryEvent, TelemetryStream } from "./telemetry-event.ts";
import { TelemetrySubscriber } from "./telemetry-subscriber.ts";

const FALLEN_BEHIND = "Consumer seems to have fallen behind as it has not acknowledged receipt of logs.";
/** Events kept for extensions that subscribe after the first of them have come. */
const MOST_EARLY = 10_000;

/** Brings what happens in one execution environment to the extensions that subscribed to it. */
export class TelemetryRelay {
  readonly #now: () => number;
  readonly #subscribers = new Map<string, TelemetrySubscriber>();
  /** What came before the initialization was over, when no extension can subscribe any more. */
  #early: (readonly [TelemetryStream, TelemetryEvent])[] | undefined = [];

  /** @param now the cloud's time in milliseconds since the epoch */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Whether extensions can still subscribe. */
  get isOpen(): boolean {
    return this.#early !== undefined;
  }

  emit(stream: TelemetryStream, type: string, record: unknown): void {
    const event = { time: new Date(this.#now()).toISOString(), type, record };
    if (this.#early !== undefined && this.#early.length < MOST_EARLY) this.#early.push([stream, event]);
    for (const subscriber of this.#subscribers.values()) subscriber.take(stream, event);
  }

  /** Subscribes an extension; one that has subscribed before gets what it asked for now. */
  subscribe(name: string, subscription: Subscription): void {
    const former = this.#subscribers.get(name);
    former?.close();
    const subscriber = new TelemetrySubscriber(subscription, (dropped) =>
      this.emit("platform", "platform.logsDropped", { ...dropped, reason: FALLEN_BEHIND }),
    );
    for (const [stream, event] of this.#early ?? []) subscriber.take(stream, event);
    this.#subscribers.set(name, subscriber);
    this.emit("platform", "platform.telemetrySubscription", {
      name,
      state: former === undefined ? "Subscribed" : "Already subscribed",
      types: [...subscription.streams],
    });
  }

  /** The initialization is over. */
  endSubscribing(): void {
    this.#early = undefined;
  }

  freeze(): void {
    for (const subscriber of this.#subscribers.values()) subscriber.freeze();
  }

  thaw(): void {
    for (const subscriber of this.#subscribers.values()) subscriber.thaw();
  }

  /** Resolves when every subscriber has what has happened, or at {@link close}. */
  async flush(): Promise<void> {
    await Promise.all([...this.#subscribers.values()].map((subscriber) => subscriber.flush()));
  }

  close(): void {
    for (const subscriber of this.#subscribers.values()) subscriber.close();
  }
}

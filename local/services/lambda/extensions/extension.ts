import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";

/** What extensions register for. */
export type ExtensionEventType = "INVOKE" | "SHUTDOWN";

/** An event as an extension gets it. */
export interface ExtensionEvent {
  readonly eventType: ExtensionEventType;
  /** Milliseconds since the epoch, in real time. */
  readonly deadlineMs: number;
  readonly [member: string]: unknown;
}

/** One extension of an environment: what it registered for, and whether it is done with the event that it got last. */
export class Extension {
  readonly name: string;
  readonly id: string = randomUUID();
  #events: ReadonlySet<string> | undefined;
  #waiting: ServerResponse | undefined;
  #queued: ExtensionEvent | undefined;
  #isReady = false;

  constructor(name: string) {
    this.name = name;
  }

  get isRegistered(): boolean {
    return this.#events !== undefined;
  }

  /** Whether it waits for the next event. */
  get isReady(): boolean {
    return this.#isReady;
  }

  register(events: readonly string[]): void {
    this.#events = new Set(events);
  }

  /** The extension asks for its next event, which says that it is done with the last one. */
  next(response: ServerResponse): void {
    this.#waiting = response;
    this.#isReady = true;
    const queued = this.#queued;
    this.#queued = undefined;
    if (queued !== undefined) this.give(queued);
  }

  /**
   * Gives it an event, now or when it asks.
   *
   * @returns whether it registered for such events
   */
  give(event: ExtensionEvent): boolean {
    if (!this.#events?.has(event.eventType)) return false;
    const response = this.#waiting;
    if (response === undefined) {
      this.#queued = event;
      return true;
    }
    this.#waiting = undefined;
    this.#isReady = false;
    response.writeHead(200, {
      "Content-Type": "application/json",
      "Lambda-Extension-Event-Identifier": randomUUID(),
    });
    response.end(JSON.stringify(event));
    return true;
  }
}

import type { LogEntry } from "cumulog/semantics";
import { messagesOf } from "./message-size.ts";

/** How many entries wait for a client that does not read; further ones are told as suppressed. */
const MOST_WAITING = 10_000;

type Step = IteratorResult<object, undefined>;

/**
 * The responses of a tail, as fast as its client reads. What it does not consume is suppressed and counted, so that a
 * client that stands still costs no memory.
 *
 * @see https://cloud.google.com/logging/docs/reference/v2/rpc/google.logging.v2#taillogentriesresponse
 */
export class TailResponses implements AsyncIterableIterator<object, undefined> {
  readonly #stop: () => void;
  #waiting: LogEntry[] = [];
  #suppressed = 0;
  #asked: ((step: Step) => void) | undefined;
  #ended = false;

  /** @param start begins to deliver entries, and returns what stops it */
  constructor(start: (deliver: (entries: readonly LogEntry[]) => void) => () => void) {
    this.#stop = start((entries) => this.#take(entries));
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<Step> {
    if (this.#ended) return Promise.resolve({ done: true, value: undefined });
    return new Promise((answer) => {
      this.#asked = answer;
      this.#answer();
    });
  }

  return(): Promise<Step> {
    this.#ended = true;
    this.#stop();
    const end: Step = { done: true, value: undefined };
    this.#asked?.(end);
    this.#asked = undefined;
    return Promise.resolve(end);
  }

  #take(entries: readonly LogEntry[]): void {
    // However many come at once, a client that has read all before is not behind.
    const room = this.#waiting.length === 0 ? entries.length : MOST_WAITING - this.#waiting.length;
    const taken = entries.slice(0, Math.max(0, room));
    this.#suppressed += entries.length - taken.length;
    this.#waiting = [...this.#waiting, ...taken];
    this.#answer();
  }

  #answer(): void {
    const [entries] = messagesOf(this.#waiting);
    if (!this.#asked || !entries) return;
    this.#waiting = this.#waiting.slice(entries.length);
    const value = { entries, ...this.#suppression() };
    this.#asked({ done: false, value });
    this.#asked = undefined;
  }

  #suppression(): object {
    if (this.#suppressed === 0) return {};
    const suppressionInfo = [{ reason: "NOT_CONSUMED", suppressedCount: this.#suppressed }];
    this.#suppressed = 0;
    return { suppressionInfo };
  }
}

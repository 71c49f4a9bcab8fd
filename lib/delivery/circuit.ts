const OPEN_AFTER_FAILURES = 5;

/**
 * Keeps many streams from hammering a destination that is down: after {@link OPEN_AFTER_FAILURES} failures in a row
 * one request at a time is let through, until one succeeds.
 */
export class Circuit {
  #failures = 0;
  #inFlight = 0;
  #retryAt = 0;
  #askedUntil = 0;

  get isOpen(): boolean {
    return this.#failures >= OPEN_AFTER_FAILURES;
  }

  /** Ms to wait before a request may start: 0 for now, infinity for "when the one in flight has ended". */
  waitMs(now: number): number {
    if (!this.isOpen) return 0;
    return this.#inFlight > 0 ? Number.POSITIVE_INFINITY : Math.max(0, this.#retryAt - now);
  }

  started(): void {
    this.#inFlight += 1;
  }

  succeeded(): void {
    this.#inFlight -= 1;
    this.#failures = 0;
  }

  /** @param askedUntil time until which the destination itself asked to wait */
  failed(retryAt: number, askedUntil: number): void {
    this.#inFlight -= 1;
    this.#failures += 1;
    this.#retryAt = retryAt;
    this.#askedUntil = askedUntil;
  }

  /** Lets the next request go before its time, but not before the destination asked for it. */
  hurry(): void {
    this.#retryAt = this.#askedUntil;
  }
}

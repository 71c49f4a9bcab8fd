import type { Timers } from "./timers.ts";

interface Waiter {
  readonly until: number;
  readonly resolve: () => void;
}

/** Callers of `flush` that wait until everything up to their place in the order is settled. */
export class FlushWaiters {
  readonly #timers: Timers;
  readonly #waiters = new Set<Waiter>();

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  get isEmpty(): boolean {
    return this.#waiters.size === 0;
  }

  /** Resolves when all items up to `until` are settled, at the deadline, or when aborted. */
  wait(until: number, deadline: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      let cancel: (() => void) | undefined;
      const letGo = this.#timers.keepAlive();
      const end = (): void => {
        this.#waiters.delete(waiter);
        cancel?.();
        letGo();
        signal?.removeEventListener("abort", end);
        resolve();
      };
      const waiter: Waiter = { until, resolve: end };
      this.#waiters.add(waiter);
      if (deadline !== Number.POSITIVE_INFINITY)
        cancel = this.#timers.after(Math.max(0, deadline - this.#timers.now()), end);
      if (signal?.aborted) end();
      else signal?.addEventListener("abort", end, { once: true });
    });
  }

  /** @param oldest place of the oldest item that is not settled */
  wake(oldest: number): void {
    for (const waiter of [...this.#waiters]) if (oldest > waiter.until) waiter.resolve();
  }

  /** Lets all go: nothing will be settled soon. */
  release(): void {
    for (const waiter of [...this.#waiters]) waiter.resolve();
  }
}

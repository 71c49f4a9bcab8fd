import type { Timers } from "./timers.ts";

interface Waiter {
  readonly isOver: () => boolean;
  readonly resolve: () => void;
}

/** Callers that wait for something that requests bring about. */
export class Waiters {
  readonly #timers: Timers;
  readonly #waiters = new Set<Waiter>();

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  /**
   * Resolves when what is waited for has come about, at the deadline, or when aborted.
   *
   * @param isOver whether it has come about
   * @param deadline as the timers count it
   */
  wait(isOver: () => boolean, deadline: number, signal: AbortSignal | undefined): Promise<void> {
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
      const waiter: Waiter = { isOver, resolve: end };
      this.#waiters.add(waiter);
      if (deadline !== Number.POSITIVE_INFINITY)
        cancel = this.#timers.after(Math.max(0, deadline - this.#timers.now()), end);
      if (signal?.aborted) end();
      else signal?.addEventListener("abort", end, { once: true });
    });
  }

  /** Lets those go whose wait is over. */
  wake(): void {
    for (const waiter of [...this.#waiters]) if (waiter.isOver()) waiter.resolve();
  }

  /** Lets all go: nothing will come about soon. */
  release(): void {
    for (const waiter of [...this.#waiters]) waiter.resolve();
  }
}

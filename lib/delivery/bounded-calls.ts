import type { Timers } from "./timers.ts";

/** A request took longer than it may, its whole answer included. */
export class RequestTimeoutError extends Error {
  override readonly name = "RequestTimeout";

  constructor(ms: number) {
    super(`no complete answer within ${ms} ms`);
  }
}

/** Calls under way that end at a time limit, and all at once when the engine is closed. */
export class BoundedCalls {
  readonly #timers: Timers;
  readonly #limitMs: number;
  readonly #open = new Set<AbortController>();

  constructor(timers: Timers, limitMs: number) {
    this.#timers = timers;
    this.#limitMs = limitMs;
  }

  /**
   * Resolves as the call does; at the time limit aborts it and rejects, whether it heeds the signal or not.
   *
   * @throws {RequestTimeoutError} at the time limit
   */
  run<Answer>(call: (signal: AbortSignal) => Promise<Answer>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const controller = new AbortController();
      this.#open.add(controller);
      const cancel = this.#timers.after(this.#limitMs, () => {
        const error = new RequestTimeoutError(this.#limitMs);
        controller.abort(error);
        reject(error);
      });
      call(controller.signal)
        .then(resolve, reject)
        .finally(() => {
          cancel();
          this.#open.delete(controller);
        });
    });
  }

  abort(): void {
    for (const controller of this.#open) controller.abort();
  }
}

/** Runs a few pieces of work at once. */
export class InFlight {
  readonly #most: number;
  readonly #running = new Set<Promise<void>>();
  #failure: unknown;
  #hasFailed = false;

  constructor(most: number) {
    this.#most = most;
  }

  /** Waits until there is room, and starts. @throws what a piece of work threw */
  async start(work: () => Promise<void>): Promise<void> {
    while (this.#running.size >= this.#most) await Promise.race(this.#running);
    this.#throwFailure();
    const running = work()
      .catch((error: unknown) => {
        this.#hasFailed = true;
        this.#failure = error;
      })
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** Waits for all. @throws what a piece of work threw */
  async finish(): Promise<void> {
    while (this.#running.size > 0) await Promise.race(this.#running);
    this.#throwFailure();
  }

  #throwFailure(): void {
    if (this.#hasFailed) throw this.#failure;
  }
}

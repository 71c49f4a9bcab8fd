import { ServiceError } from "./service-error.ts";

/** Work of a cloud that goes on after a call was answered. */
export class BackgroundWork {
  readonly #running = new Set<Promise<unknown>>();
  /** How much of it waits for what comes from outside or with time. */
  #parked = 0;
  /** Told when work begins to wait. */
  readonly #onPark = new Set<() => void>();
  /** What it failed with first since {@link settled} told it. */
  #failure: { readonly error: unknown } | undefined;
  #isClosed = false;

  track(work: Promise<unknown>): void {
    const noted = work
      .catch((error: unknown) => {
        if (error instanceof ServiceError || this.#isClosed) return;
        this.#failure ??= { error };
        process.emitWarning(`Work of the local cloud failed: ${textOf(error)}`, "LocalCloudWarning");
      })
      .finally(() => this.#running.delete(noted));
    this.#running.add(noted);
  }

  async settled(): Promise<void> {
    await this.idle();
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure) throw failure.error;
  }

  /** As {@link settled}, whatever the work failed with. */
  async idle(): Promise<void> {
    while (this.#running.size > this.#parked) {
      let told = () => {};
      const parked = new Promise<void>((resolve) => {
        told = resolve;
      });
      this.#onPark.add(told);
      await Promise.race([Promise.all(this.#running), parked]);
      this.#onPark.delete(told);
    }
  }

  async park<Result>(awaited: Promise<Result>): Promise<Result> {
    this.#parked++;
    for (const told of this.#onPark) told();
    try {
      return await awaited;
    } finally {
      this.#parked--;
    }
  }

  /** What fails from now on is told nobody. */
  close(): void {
    this.#isClosed = true;
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

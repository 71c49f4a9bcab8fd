import { ServiceError } from "./service-error.ts";

/** Work of a cloud that goes on after a call was answered. */
export class BackgroundWork {
  readonly #running = new Set<Promise<unknown>>();
  /** How much of it waits for what comes from outside or with time. */
  #parked = 0;
  /** Told when work begins to wait or ends. */
  readonly #onChange = new Set<() => void>();
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
      .finally(() => {
        this.#running.delete(noted);
        this.#tell();
      });
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
      await new Promise<void>((resolve) => this.#onChange.add(resolve));
    }
  }

  async park<Result>(awaited: Promise<Result>): Promise<Result> {
    this.#parked++;
    this.#tell();
    try {
      return await awaited;
    } finally {
      this.#parked--;
    }
  }

  #tell(): void {
    for (const told of this.#onChange) told();
    this.#onChange.clear();
  }

  /** What fails from now on is told nobody. */
  close(): void {
    this.#isClosed = true;
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

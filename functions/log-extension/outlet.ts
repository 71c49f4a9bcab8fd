import { type FlushOptions, type Handler, type LogRecord, parseLevel } from "cumulog";

/** Time that a batch may wait for room before it is acknowledged all the same. */
const LONGEST_WAIT_MS = 10_000;
/** Time between tries to open the handlers. */
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;

interface Open {
  readonly handler: Handler;
  readonly level: number;
}

/**
 * Gives records to handlers that take their time to open: they load SDKs and read secrets. Until they are there, records wait, and so does
 * who brings them.
 */
export class Outlet {
  readonly #make: () => Promise<readonly Handler[]>;
  #open: readonly Open[] | undefined;
  #opening: Promise<void>;
  #retryMs = FIRST_RETRY_MS;
  #isClosed = false;
  #waiting = 0;

  constructor(make: () => Promise<readonly Handler[]>) {
    this.#make = make;
    this.#opening = this.#tryToOpen();
  }

  /** Whether the handlers could not be opened so far, for want of a secret for instance: no invocation waits for that. */
  get isFailing(): boolean {
    return this.#open === undefined && this.#retryMs > FIRST_RETRY_MS;
  }

  /** Takes records; resolves when there is room for as many again, or nothing will make room. */
  async take(records: readonly LogRecord[]): Promise<void> {
    this.#waiting += records.length;
    await this.#opening;
    this.#waiting -= records.length;
    const open = this.#open ?? [];
    for (const record of records)
      for (const { handler, level } of open) if (record.level >= level) handler.write(record);
    const deadline = Date.now() + LONGEST_WAIT_MS;
    await Promise.all(open.map(({ handler }) => handler.ready?.({ deadline })));
  }

  /** Resolves when everything taken so far is delivered, or at the deadline. */
  async flush(options: FlushOptions): Promise<void> {
    await Promise.all((this.#open ?? []).map(({ handler }) => handler.flush(options)));
  }

  /** Delivers what is there and says what could not be. */
  async close(deadline: number): Promise<void> {
    this.#isClosed = true;
    const reports = await Promise.all((this.#open ?? []).map(({ handler }) => handler.close({ deadline })));
    const left = reports.reduce((sum, { accepted, delivered }) => sum + accepted - delivered, this.#waiting);
    if (left > 0) process.stderr.write(`cumulog: extension-undelivered: ${left} records\n`);
  }

  /** A secret that cannot be read now can be later. */
  async #tryToOpen(): Promise<void> {
    while (this.#open === undefined && !this.#isClosed)
      try {
        const handlers = await this.#make();
        this.#open = handlers.map((handler) => ({
          handler,
          level: handler.level === undefined ? 0 : parseLevel(handler.level),
        }));
      } catch (error) {
        const { name, message } = error as Error;
        process.stderr.write(`cumulog: extension-not-ready: ${name}: ${message}\n`);
        const pause = this.#retryMs;
        this.#retryMs = Math.min(LONGEST_RETRY_MS, pause * 2);
        await new Promise<void>((resolve) => setTimeout(resolve, pause));
      }
  }
}

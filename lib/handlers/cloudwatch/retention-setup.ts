import { backoffDelay } from "../../delivery/backoff.ts";
import { reportInternal } from "../../logger/internal-channel.ts";
import { classifyCloudWatchError } from "./classify.ts";

/** Tries after which it is said that the retention is not set yet. */
const TELL_AFTER = 5;
/** Longest time in ms that the end of a handler waits for it. */
const LAST_WAIT_MS = 5_000;

/**
 * Sets the retention of a group that was just made, beside the sending of records: it is tried again until it works or is
 * refused for good, and said when a group keeps its records, and costs, for ever.
 */
export class RetentionSetup {
  readonly #group: string;
  readonly #days: number;
  readonly #baseMs: number | undefined;
  #set: (() => Promise<unknown>) | undefined;
  #running: Promise<void> | undefined;
  #last: unknown;
  #told = false;
  #cancelWait: (() => void) | undefined;
  #isClosed = false;

  constructor(group: string, days: number, baseMs: number | undefined) {
    this.#group = group;
    this.#days = days;
    this.#baseMs = baseMs;
  }

  /** Begins, unless it is under way. @param set the call */
  begin(set: () => Promise<unknown>): void {
    this.#set = set;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  /** Waits for it a while, and says so when it is not done by then. @param deadline ms since the epoch */
  async close(deadline: number | undefined): Promise<void> {
    if (this.#running !== undefined) {
      const { promise: over, resolve } = Promise.withResolvers<void>();
      const ms = Math.min(LAST_WAIT_MS, (deadline ?? Number.POSITIVE_INFINITY) - Date.now());
      const timer = setTimeout(resolve, Math.max(0, ms));
      await Promise.race([this.#running, over]);
      clearTimeout(timer);
    }
    this.#isClosed = true;
    this.#cancelWait?.();
    if (this.#running !== undefined) this.#tell();
  }

  async #run(): Promise<void> {
    for (let attempt = 1; !this.#isClosed; attempt++) {
      try {
        await this.#set?.();
        this.#told = false;
        return;
      } catch (error) {
        this.#last = error;
        // Deleted meanwhile: whoever makes it again begins again.
        if ((error as Error).name === "ResourceNotFoundException") return;
        const verdict = classifyCloudWatchError(error);
        if (verdict.kind !== "retry") return this.#tell();
        if (attempt === TELL_AFTER) this.#tell();
        const options = this.#baseMs === undefined ? {} : { baseMs: this.#baseMs };
        await this.#wait(backoffDelay(attempt, Math.random(), options, verdict.retryAfterMs));
      }
    }
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      timer.unref();
      this.#cancelWait = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #tell(): void {
    if (this.#told) return;
    this.#told = true;
    const reason = this.#last === undefined ? "no answer" : (this.#last as Error).name;
    reportInternal({
      code: "retention-not-set",
      message: `log group ${this.#group} never expires: its retention of ${this.#days} days could not be set (${reason}); check logs:PutRetentionPolicy, or set it yourself.`,
      cause: this.#last,
    });
  }
}

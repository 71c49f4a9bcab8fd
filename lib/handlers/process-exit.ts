import { constants } from "node:os";
import type { DeliveryReport } from "../delivery/report.ts";

/** What must be delivered, or kept, before the process ends. */
export interface Leaving {
  report(): DeliveryReport;
  /** @param until ms since the epoch */
  flush(until: number): Promise<unknown>;
  /** Gives what is left to wherever it can be kept, at once. */
  surrender(): void;
}

/** How long the records of handlers that were never closed may keep a process alive that has nothing else to do. */
const LAST_FLUSH_MS = 10_000;
/** How long they may hold up a process that was told to end: containers are killed ten seconds later. */
const SIGNAL_FLUSH_MS = 5_000;
/** Lambda kills earlier. @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html */
const LAMBDA_SIGNAL_FLUSH_MS = 300;
/** Time in ms for listeners of others that end the process when they are the last. */
const OTHERS_MS = 100;
const SIGNALS: readonly NodeJS.Signals[] = ["SIGTERM", "SIGINT", "SIGHUP"];

interface Departure {
  /** Number of records at which it was flushed for the end of the process. */
  flushed: number;
  readonly heedsSignals: boolean;
}

class ProcessExit {
  readonly #open = new Map<Leaving, Departure>();
  #isListening = false;
  #isEnding = false;

  add(leaving: Leaving, heedsSignals: boolean): void {
    if (this.#open.size === 0) {
      process.on("beforeExit", this.#flushAll);
      process.on("exit", this.#surrenderAll);
    }
    this.#open.set(leaving, { flushed: 0, heedsSignals });
    if (heedsSignals) this.#listen();
  }

  remove(leaving: Leaving): void {
    this.#open.delete(leaving);
    if (![...this.#open.values()].some(({ heedsSignals }) => heedsSignals)) this.#stopListening();
    if (this.#open.size > 0) return;
    process.off("beforeExit", this.#flushAll);
    process.off("exit", this.#surrenderAll);
  }

  #listen(): void {
    if (this.#isListening) return;
    this.#isListening = true;
    // First of all, because a listener that is meant for one signal is not counted any more when it has been called.
    for (const signal of SIGNALS) process.prependListener(signal, this.#onSignal);
  }

  #stopListening(): void {
    this.#isListening = false;
    for (const signal of SIGNALS) process.off(signal, this.#onSignal);
  }

  /** Node calls this again when the flushes have ended: records that it was tried for once are not tried for again. */
  readonly #flushAll = (): void => {
    for (const [leaving, departure] of this.#open) {
      const { accepted, pending } = leaving.report();
      if (pending === 0 || accepted === departure.flushed) continue;
      departure.flushed = accepted;
      void leaving.flush(Date.now() + LAST_FLUSH_MS);
    }
  };

  readonly #surrenderAll = (): void => {
    for (const leaving of this.#open.keys()) leaving.surrender();
  };

  /** An application with a listener of its own decides when the process ends; without one, it ends after the flush. */
  readonly #onSignal = (signal: NodeJS.Signals): void => {
    const isAlone = listenersOfOthers(signal) === 0;
    if (this.#isEnding) {
      // Somebody is in a hurry.
      if (isAlone) this.#end(signal);
      return;
    }
    const flushed = this.#flushForSignal();
    if (!isAlone) return;
    this.#isEnding = true;
    void flushed.then(() => this.#end(signal));
  };

  async #flushForSignal(): Promise<void> {
    const ms = process.env["AWS_LAMBDA_FUNCTION_NAME"] ? LAMBDA_SIGNAL_FLUSH_MS : SIGNAL_FLUSH_MS;
    const until = Date.now() + ms;
    const flushes = [...this.#open]
      .filter(([leaving, { heedsSignals }]) => heedsSignals && leaving.report().pending > 0)
      .map(([leaving]) => leaving.flush(until));
    await Promise.allSettled(flushes);
  }

  /** As the signal would have done it, so that whoever waits for the process sees why it ended. */
  #end(signal: NodeJS.Signals): void {
    this.#surrenderAll();
    this.#stopListening();
    process.kill(process.pid, signal);
    const exit = () => process.exit(128 + constants.signals[signal]);
    // The first process of a container is not ended by signals that it does not handle.
    if (process.listenerCount(signal) === 0) exit();
    else setTimeout(exit, OTHERS_MS);
  }
}

/**
 * Listeners beside ours that mean to decide about the process. Those of `signal-exit`, which many libraries bring, do not: they end
 * the process when nobody else is left.
 */
function listenersOfOthers(signal: NodeJS.Signals): number {
  const version4 = (globalThis as Record<symbol, unknown>)[Symbol.for("signal-exit emitter")];
  const version3 = (process as { readonly __signal_exit_emitter__?: unknown }).__signal_exit_emitter__;
  let passive = 0;
  for (const emitter of [version3, version4]) {
    const count = (emitter as { readonly count?: unknown } | undefined)?.count;
    if (typeof count === "number") passive += count;
  }
  return process.listenerCount(signal) - 1 - passive;
}

/** One for all copies of the package in the process: two would each take the other's listener for the application's. */
const SHARED = Symbol.for("cumulog.process-exit");
const shared = globalThis as unknown as Record<symbol, ProcessExit | undefined>;

/**
 * Delivers what a handler holds when the process has nothing else to do or is told to end by SIGTERM, SIGINT or SIGHUP, and
 * gives what is left at its exit to the spool or to stderr: a program that ends without `shutdown()` loses nothing in silence.
 *
 * @param heedsSignals whether signals are listened to
 * @returns a function that ends that, for a handler that was closed
 */
export function deliverAtExit(leaving: Leaving, heedsSignals = true): () => void {
  shared[SHARED] ??= new ProcessExit();
  const processExit = shared[SHARED];
  processExit.add(leaving, heedsSignals);
  return () => processExit.remove(leaving);
}

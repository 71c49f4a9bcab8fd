import type { Timers } from "../../../lib/delivery/timers.ts";

interface Waiting {
  readonly at: number;
  readonly call: () => void;
}

/** Time that moves only when it is told to. */
export class SteppedTimers implements Timers {
  #now = 0;
  #epoch = Date.UTC(2026, 0, 1);
  #waiting: Waiting[] = [];
  /** Callers that keep the process alive. */
  alive = 0;

  now(): number {
    return this.#now;
  }

  date(): number {
    return this.#epoch + this.#now;
  }

  /** Sets the wall clock, forward or back. */
  setClock(ms: number): void {
    this.#epoch += ms;
  }

  after(ms: number, call: () => void): () => void {
    const timer = { at: this.#now + ms, call };
    this.#waiting.push(timer);
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== timer);
    };
  }

  keepAlive(): () => void {
    this.alive += 1;
    return () => {
      this.alive -= 1;
    };
  }

  /** Moves time, and runs what is due in its order; what that starts may be due as well. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (;;) {
      const next = this.#waiting.toSorted((left, right) => left.at - right.at)[0];
      if (next === undefined || next.at > end) break;
      this.#waiting = this.#waiting.filter((other) => other !== next);
      this.#now = Math.max(this.#now, next.at);
      next.call();
      await settle();
    }
    this.#now = end;
  }
}

/** Lets every promise that can go on go on. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

/** Time as the engine sees it, so that tests can step it. */
export interface Timers {
  /** Milliseconds since some moment; it never goes back or jumps, so every wait is counted with it. */
  now(): number;
  /** Milliseconds since the epoch, as the wall clock has it now. */
  date(): number;
  /** @returns a function that cancels the call */
  after(ms: number, call: () => void): () => void;
  /** Keeps the process alive. @returns a function that ends it */
  keepAlive(): () => void;
}

/** The longest wait that a timer of Node can have; a longer one would end at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** Real time; a waiting timer does not keep the process alive. */
export const SYSTEM_TIMERS: Timers = {
  now: () => performance.now(),
  date: () => Date.now(),
  after(ms, call) {
    const timer = setTimeout(call, Math.min(ms, LONGEST_MS));
    timer.unref();
    return () => clearTimeout(timer);
  },
  keepAlive() {
    const timer = setInterval(() => {}, 60_000);
    return () => clearInterval(timer);
  },
};

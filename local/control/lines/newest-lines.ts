import type { LogLine } from "./log-line.ts";

/** The newest of many lines; no more than twice as many as are asked for are kept. */
export class NewestLines {
  readonly #most: number;
  #lines: LogLine[] = [];
  #count = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Lines that were added. */
  get count(): number {
    return this.#count;
  }

  add(line: LogLine): void {
    this.#count += 1;
    this.#lines.push(line);
    if (this.#lines.length >= 2 * this.#most) this.#keepNewest();
  }

  /** Lines of one time are in the order in which they came, the last first. */
  newestFirst(): LogLine[] {
    this.#keepNewest();
    return this.#lines.toReversed();
  }

  #keepNewest(): void {
    this.#lines = this.#lines.sort((one, other) => one.timestamp - other.timestamp).slice(-this.#most);
  }
}

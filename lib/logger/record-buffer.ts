import type { LogRecord } from "./record.ts";

/**
 * Records of one unit of work that were below the level, oldest first, bounded in number: when it is full the oldest
 * makes room. They leave when an error follows, or are forgotten with the unit of work.
 */
export class RecordBuffer {
  readonly #limit: number;
  #records: LogRecord[] = [];
  #oldest = 0;
  #forgotten = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  push(record: LogRecord): void {
    if (this.#records.length < this.#limit) {
      this.#records.push(record);
      return;
    }
    this.#records[this.#oldest] = record;
    this.#oldest = (this.#oldest + 1) % this.#limit;
    this.#forgotten += 1;
  }

  /** Takes everything out, in the order of the calls, with the number of records that had to make room. */
  drain(): { readonly records: readonly LogRecord[]; readonly forgotten: number } {
    const records = [...this.#records.slice(this.#oldest), ...this.#records.slice(0, this.#oldest)];
    const forgotten = this.#forgotten;
    this.#records = [];
    this.#oldest = 0;
    this.#forgotten = 0;
    return { records, forgotten };
  }
}

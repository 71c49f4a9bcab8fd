import type { LogLine } from "../../control/lines/log-line.ts";
import type { TailBuffer } from "./tail-buffer.ts";

/** The lines of a buffer that pass a test, kept up to date by looking at each new line once. */
export class FilteredTail {
  readonly #buffer: TailBuffer;
  readonly #test: (line: LogLine) => boolean;
  #seen = 0;
  #lines: LogLine[] = [];

  constructor(buffer: TailBuffer, test: (line: LogLine) => boolean) {
    this.#buffer = buffer;
    this.#test = test;
    this.#seen = buffer.start;
  }

  /** A new array if something has changed, otherwise the one of the last call. */
  lines(): readonly LogLine[] {
    if (this.#seen === this.#buffer.end) return this.#lines;
    const fresh = this.#buffer.since(this.#seen).filter(this.#test);
    this.#seen = this.#buffer.end;
    const most = this.#buffer.end - this.#buffer.start;
    this.#lines = [...this.#lines, ...fresh].slice(-Math.max(1, most));
    return this.#lines;
  }
}

import { type LineBlock, textAt } from "cumulog/analysis";
import type { FilteredEvent } from "cumulog/semantics";

/** The lines of a block as events. Their texts share the memory of the block: none is to be kept. */
export class BlockTexts {
  readonly #block: LineBlock;
  readonly #text: string;

  constructor(block: LineBlock) {
    const { bytes, isAscii } = block;
    this.#block = block;
    this.#text = isAscii
      ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1", 0, bytes.length)
      : "";
  }

  /** Events of `[from, to)`. */
  events(from: number, to: number): FilteredEvent[] {
    const { starts, ends, times, isAscii } = this.#block;
    return Array.from({ length: to - from }, (_, offset) => {
      const index = from + offset;
      const message = isAscii ? this.#text.slice(starts[index], ends[index]) : textAt(this.#block, index);
      return { timestamp: times[index]!, message };
    });
  }
}

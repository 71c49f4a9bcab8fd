import { type LineBlock, textAt } from "cumulog/analysis";
import type { FilteredEvent } from "cumulog/semantics";

/**
 * The lines of a block as events. A line that contains none of the texts that anybody looks for is never made into a string. The
 * others share the memory of the block: none is to be kept.
 */
export class BlockTexts {
  readonly #block: LineBlock;
  readonly #bytes: Buffer;
  /** Lines that may be wanted; undefined for all. */
  readonly #wanted: Uint8Array | undefined;
  #text: string | undefined;

  /** @param needles texts of ASCII of which a line must contain one. @default all lines are wanted */
  constructor(block: LineBlock, needles?: readonly string[]) {
    const { bytes } = block;
    this.#block = block;
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#wanted = needles && this.#find(needles);
  }

  /** Those events of `[from, to)` that may be wanted. */
  events(from: number, to: number): FilteredEvent[] {
    const wanted = this.#wanted;
    const events: FilteredEvent[] = [];
    for (let index = from; index < to; index++)
      if (wanted === undefined || wanted[index] === 1)
        events.push({ timestamp: this.#block.times[index]!, message: this.#messageAt(index) });
    return events;
  }

  #messageAt(index: number): string {
    const { isAscii, starts, ends } = this.#block;
    if (!isAscii) return textAt(this.#block, index);
    this.#text ??= this.#bytes.toString("latin1");
    return this.#text.slice(starts[index], ends[index]);
  }

  #find(needles: readonly string[]): Uint8Array | undefined {
    const { starts, ends, count } = this.#block;
    const found = new Uint8Array(count);
    for (const needle of needles) {
      let line = 0;
      for (let at = this.#bytes.indexOf(needle, 0, "latin1"); at !== -1; ) {
        line = lineAt(ends, at, line, count);
        if (line === count) break;
        if (starts[line]! <= at) found[line] = 1;
        at = this.#bytes.indexOf(needle, Math.max(at + 1, ends[line]!), "latin1");
      }
    }
    return found;
  }
}

/** The first line from one on that ends behind a place. */
function lineAt(ends: Uint32Array, place: number, from: number, count: number): number {
  let [low, high] = [from, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle]! <= place) low = middle + 1;
    else high = middle;
  }
  return low;
}

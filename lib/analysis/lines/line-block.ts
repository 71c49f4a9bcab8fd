/**
 * Lines as bytes, many at a time: what crosses threads, and what lines are looked at in that are never made into strings. All
 * arrays have an element for each line.
 */
export interface LineBlock {
  /** UTF-8. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly isAscii: boolean;
  readonly count: number;
  /** Where lines begin and end in the bytes, in ascending order; line breaks are left out. */
  readonly starts: Uint32Array<ArrayBuffer>;
  readonly ends: Uint32Array<ArrayBuffer>;
  /** Milliseconds since the epoch. */
  readonly times: Float64Array<ArrayBuffer>;
  /** Numbers of the lines in their files, from 1. */
  readonly lines: Uint32Array<ArrayBuffer>;
  /** Places of the files in the list of them. */
  readonly files: Uint32Array<ArrayBuffer>;
}

/** The memory of a block, for handing it to another thread. */
export const memoryOf = ({ bytes, starts, ends, times, lines, files }: LineBlock): ArrayBuffer[] => [
  bytes.buffer,
  starts.buffer,
  ends.buffer,
  times.buffer,
  lines.buffer,
  files.buffer,
];

/** The text of one line, in memory of its own. */
export function textAt(
  { bytes, isAscii, starts, ends }: Pick<LineBlock, "bytes" | "isAscii" | "starts" | "ends">,
  index: number,
): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return isAscii
    ? buffer.toString("latin1", starts[index], ends[index])
    : buffer.toString("utf8", starts[index], ends[index]);
}

/** Puts lines of blocks behind each other into new ones. */
export class BlockBuilder {
  readonly #ranges: { readonly block: LineBlock; readonly from: number; to: number }[] = [];
  /** Bytes that are taken so far, what stands between lines included. */
  size = 0;
  count = 0;

  /** Takes the lines of `[from, to)`. */
  add(block: LineBlock, from: number, to: number): void {
    if (to <= from) return;
    const last = this.#ranges.at(-1);
    if (last?.block === block && last.to === from) {
      this.size += block.ends[to - 1]! - block.ends[from - 1]!;
      last.to = to;
    } else {
      this.size += block.ends[to - 1]! - block.starts[from]!;
      this.#ranges.push({ block, from, to });
    }
    this.count += to - from;
  }

  /** The lines that were taken, and begins anew. */
  take(): LineBlock {
    const ranges = this.#ranges.splice(0);
    const only = ranges.length === 1 ? ranges[0] : undefined;
    const { size, count } = this;
    this.size = 0;
    this.count = 0;
    if (only !== undefined && only.from === 0 && only.to === only.block.count) return only.block;
    const block = emptyBlock(
      size,
      count,
      ranges.every(({ block: { isAscii } }) => isAscii),
    );
    let [at, index] = [0, 0];
    for (const { block: source, from, to } of ranges) {
      const start = source.starts[from]!;
      const end = source.ends[to - 1]!;
      block.bytes.set(source.bytes.subarray(start, end), at);
      for (let line = from; line < to; line++, index++) {
        block.starts[index] = source.starts[line]! - start + at;
        block.ends[index] = source.ends[line]! - start + at;
        block.times[index] = source.times[line]!;
        block.lines[index] = source.lines[line]!;
        block.files[index] = source.files[line]!;
      }
      at += end - start;
    }
    return block;
  }
}

function emptyBlock(size: number, count: number, isAscii: boolean): LineBlock {
  return {
    bytes: new Uint8Array(size),
    isAscii,
    count,
    starts: new Uint32Array(count),
    ends: new Uint32Array(count),
    times: new Float64Array(count),
    lines: new Uint32Array(count),
    files: new Uint32Array(count),
  };
}

import { isAscii } from "node:buffer";
import { ChunkMemory } from "./chunk-memory.ts";

const NEW_LINE = "\n";
const RETURN = 0x0d;
/**
 * A line without a break for so long is no line; it is cut here, so that memory stays bounded and each part fits into one log
 * event. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
 */
export const LONGEST_LINE_BYTES = 1_000_000;

/** Lines of a file that follow each other. Their times are not known yet. */
export interface UndatedBlock {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly isAscii: boolean;
  /** The bytes, one a character: enough for dates, which are ASCII wherever they stand. */
  readonly text: string;
  readonly count: number;
  readonly starts: Uint32Array<ArrayBuffer>;
  readonly ends: Uint32Array<ArrayBuffer>;
  readonly lines: Uint32Array<ArrayBuffer>;
  /** Lines of which the first part is here and that are longer than one may be. */
  readonly cut: number;
}

/** Cuts UTF-8 into lines; the empty ones are counted and left out. Each block has memory of its own. */
export async function* cutLines(
  chunks: AsyncIterable<Buffer>,
  memory = new ChunkMemory(),
): AsyncGenerator<UndatedBlock> {
  const cutter = new LineCutter(memory);
  for await (const chunk of chunks) {
    const block = cutter.take(chunk);
    if (block.count > 0) yield block;
  }
  const block = cutter.finish();
  if (block.count > 0) yield block;
}

class LineCutter {
  readonly #memory: ChunkMemory;
  #rest: Uint8Array = new Uint8Array(0);
  #line = 1;
  /** Lines that were cut since the last block, and the last of them. */
  #cut = 0;
  #lastCut = 0;
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #lines: number[] = [];

  constructor(memory: ChunkMemory) {
    this.#memory = memory;
  }

  take(chunk: Uint8Array): UndatedBlock {
    const bytes = this.#joined(chunk);
    const text = bytes.toString("latin1", 0, bytes.length);
    let start = 0;
    // What was left of the chunk before has no line break.
    for (
      let end = text.indexOf(NEW_LINE, this.#rest.length);
      end !== -1;
      end = text.indexOf(NEW_LINE, start)
    ) {
      if (end - start > LONGEST_LINE_BYTES) start = this.#cutLong(bytes, start, end);
      this.#add(text, start, end);
      this.#line++;
      start = end + 1;
    }
    start = this.#cutLong(bytes, start, bytes.length);
    // In memory of its own: that of the block is handed on.
    this.#rest = Buffer.from(bytes.subarray(start));
    return this.#block(bytes, text);
  }

  finish(): UndatedBlock {
    const bytes = this.#joined(new Uint8Array(0));
    const text = bytes.toString("latin1", 0, bytes.length);
    this.#add(text, 0, text.length);
    return this.#block(bytes, text);
  }

  #joined(chunk: Uint8Array): Buffer<ArrayBuffer> {
    const rest = this.#rest;
    const bytes = this.#memory.take(rest.length + chunk.length);
    bytes.set(rest);
    bytes.set(chunk, rest.length);
    return bytes;
  }

  #add(text: string, start: number, end: number): void {
    const last = end > start && text.charCodeAt(end - 1) === RETURN ? end - 1 : end;
    if (last === start) return;
    this.#starts.push(start);
    this.#ends.push(last);
    this.#lines.push(this.#line);
  }

  /** Adds the parts of a line but the last. @returns where that one begins */
  #cutLong(bytes: Uint8Array, from: number, to: number): number {
    let start = from;
    while (to - start > LONGEST_LINE_BYTES) {
      const end = endOfCharacter(bytes, start + LONGEST_LINE_BYTES);
      this.#starts.push(start);
      this.#ends.push(end);
      this.#lines.push(this.#line);
      if (this.#lastCut !== this.#line) this.#cut++;
      this.#lastCut = this.#line;
      start = end;
    }
    return start;
  }

  #block(bytes: Buffer<ArrayBuffer>, text: string): UndatedBlock {
    const cut = this.#cut;
    this.#cut = 0;
    const block = {
      bytes,
      isAscii: isAscii(bytes),
      text,
      count: this.#starts.length,
      starts: new Uint32Array(this.#starts),
      ends: new Uint32Array(this.#ends),
      lines: new Uint32Array(this.#lines),
      cut,
    };
    for (const list of [this.#starts, this.#ends, this.#lines]) list.length = 0;
    return block;
  }
}

/** At most three bytes of a character stand behind its first. */
function endOfCharacter(bytes: Uint8Array, end: number): number {
  for (let back = 0; back < 4; back++) if ((bytes[end - back]! & 0xc0) !== 0x80) return end - back;
  return end;
}

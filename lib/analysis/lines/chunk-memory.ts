/** What most parts of a file take, with the start of a line from the part before. */
const CAPACITY = 128 << 10;
const MOST_FREE = 64;

/** Memory for the parts of files, used again when it is given back: new pages cost as much as reading what is put into them. */
export class ChunkMemory {
  readonly #free: ArrayBuffer[] = [];

  take(size: number): Buffer<ArrayBuffer> {
    if (size > CAPACITY) return Buffer.from(new ArrayBuffer(size));
    return Buffer.from(this.#free.pop() ?? new ArrayBuffer(CAPACITY), 0, size);
  }

  give(memory: ArrayBuffer): void {
    if (memory.byteLength === CAPACITY && this.#free.length < MOST_FREE) this.#free.push(memory);
  }
}

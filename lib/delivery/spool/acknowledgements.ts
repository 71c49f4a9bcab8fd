import { closeSync, constants, fstatSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";

/** An index and its complement, four bytes each: a damaged entry acknowledges nothing. */
const ENTRY_BYTES = 8;

/** The records of one segment that need not be sent again: in memory, and in a file for whoever has the segment next. */
export class Acknowledgements {
  readonly #path: string;
  readonly #indexes: Set<number>;
  #descriptor: number | undefined;

  constructor(path: string, indexes: ReadonlySet<number>) {
    this.#path = path;
    this.#indexes = new Set([...readIndexes(path), ...indexes]);
  }

  get indexes(): ReadonlySet<number> {
    return this.#indexes;
  }

  /** @throws the system's error when the file cannot be written; in memory it is noted all the same */
  add(index: number): void {
    this.#indexes.add(index);
    this.#descriptor ??= openAligned(this.#path);
    const entry = Buffer.allocUnsafe(ENTRY_BYTES);
    entry.writeUInt32LE(index, 0);
    entry.writeUInt32LE(~index >>> 0, 4);
    writeSync(this.#descriptor, entry);
  }

  close(): void {
    const descriptor = this.#descriptor;
    this.#descriptor = undefined;
    try {
      if (descriptor !== undefined) closeSync(descriptor);
    } catch {
      // What was noted is in memory.
    }
  }
}

/** A process that was killed may have left half an entry, behind which no other could be read. */
function openAligned(path: string): number {
  const descriptor = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND, 0o600);
  const { size } = fstatSync(descriptor);
  if (size % ENTRY_BYTES !== 0) ftruncateSync(descriptor, size - (size % ENTRY_BYTES));
  return descriptor;
}

function readIndexes(path: string): ReadonlySet<number> {
  const indexes = new Set<number>();
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch {
    return indexes;
  }
  for (let at = 0; at + ENTRY_BYTES <= bytes.length; at += ENTRY_BYTES) {
    const index = bytes.readUInt32LE(at);
    if (bytes.readUInt32LE(at + 4) === ~index >>> 0) indexes.add(index);
  }
  return indexes;
}

import {
  appendFileSync,
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { decodeFrames, encodeFrame, type SpooledRecord } from "./segment.ts";
import {
  acknowledgementName,
  closeToken,
  isInUse,
  newSegmentId,
  openToken,
  ownName,
  parseSegmentName,
} from "./segment-name.ts";

export interface SpoolOptions {
  /** Made if it is not there. Several processes may share it. */
  readonly directory: string;
  /** Bytes of all segments that this process writes. @default 1 GiB */
  readonly maximumBytes?: number | undefined;
  /** Bytes at which a new segment begins. @default 8 MiB */
  readonly segmentBytes?: number | undefined;
}

/** A record that came from a segment. */
export interface SpooledReference {
  readonly segment: Replay;
  readonly index: number;
}

/** A segment that is being sent. */
export interface Replay {
  readonly id: string;
  readonly records: readonly { readonly record: SpooledRecord; readonly index: number }[];
  /** Whether this very process wrote it: its records are in the ledger already. */
  readonly isOwn: boolean;
  /** Records that are not acknowledged. */
  remaining: number;
  /** Records that are in the queue or in flight. */
  inMemory: number;
}

interface OpenSegment {
  readonly id: string;
  readonly descriptor: number;
  bytes: number;
}

const DEFAULT_MAXIMUM_BYTES = 1024 * 1024 * 1024;
const DEFAULT_SEGMENT_BYTES = 8 * 1024 * 1024;
const INDEX_BYTES = 4;

/**
 * Keeps records in files when they cannot be sent, and gives them back on the next start or when sending works again.
 * What `append` has returned for survives the death of the process. Every record leaves only when it was acknowledged.
 */
export class Spool {
  readonly #directory: string;
  readonly #maximumBytes: number;
  readonly #segmentBytes: number;
  readonly #token = openToken();
  /** Bytes of the segments that this spool wrote and that wait. */
  readonly #own = new Map<string, number>();
  #open: OpenSegment | undefined;
  #bytes = 0;

  /** @throws the system's error when the directory cannot be made */
  constructor({ directory, maximumBytes, segmentBytes }: SpoolOptions) {
    mkdirSync(directory, { recursive: true });
    this.#directory = directory;
    this.#maximumBytes = maximumBytes ?? DEFAULT_MAXIMUM_BYTES;
    this.#segmentBytes = segmentBytes ?? DEFAULT_SEGMENT_BYTES;
  }

  /** Writes a record; false when the spool is full or the file system refuses. */
  append(record: SpooledRecord): boolean {
    const frame = encodeFrame(record);
    if (this.#bytes + frame.length > this.#maximumBytes) return false;
    try {
      const segment = this.#segment();
      for (let written = 0; written < frame.length; )
        written += writeSync(segment.descriptor, frame, written);
      segment.bytes += frame.length;
      this.#bytes += frame.length;
      this.#own.set(segment.id, (this.#own.get(segment.id) ?? 0) + frame.length);
      if (segment.bytes >= this.#segmentBytes) this.#finishSegment();
      return true;
    } catch {
      // A torn frame at the end of the segment would hide what follows it: the next record begins a new segment.
      this.#finishSegment();
      return false;
    }
  }

  /** The oldest segment that waits: one of this process, or one whose process is gone. It is this process's from now on. */
  next(): Replay | undefined {
    this.#finishSegment();
    for (const file of this.#files()) {
      const name = parseSegmentName(file)!;
      const isOwn = this.#own.has(name.id);
      if (!isOwn && isInUse(name)) continue;
      const replay = this.#claim(file, name.id, isOwn);
      if (replay) return replay;
    }
    return undefined;
  }

  /** Notes that a record arrived, or was refused for good; the segment goes when all its records are noted. */
  acknowledge({ segment, index }: SpooledReference): void {
    segment.remaining -= 1;
    if (segment.remaining === 0) {
      this.#remove(segment.id);
      return;
    }
    const entry = Buffer.allocUnsafe(INDEX_BYTES);
    entry.writeUInt32LE(index);
    try {
      appendFileSync(join(this.#directory, acknowledgementName(segment.id)), entry);
    } catch {
      // Then the record is sent once more after a crash; it is not lost.
    }
  }

  /** Takes a segment back of which records are left: it waits again. */
  release({ id }: Replay): void {
    this.#own.set(id, 0);
  }

  /** Ends the segment that is being written; from now on others may take what is here. */
  close(): void {
    this.#finishSegment();
    closeToken(this.#token);
  }

  #files(): string[] {
    return readdirSync(this.#directory)
      .filter((file) => parseSegmentName(file) !== undefined)
      .sort();
  }

  /** Renaming is atomic: of two processes that want a segment one gets it. */
  #claim(file: string, id: string, isOwn: boolean): Replay | undefined {
    const path = join(this.#directory, ownName(id, this.#token));
    try {
      renameSync(join(this.#directory, file), path);
    } catch {
      return undefined;
    }
    const done = this.#acknowledged(id);
    const records = decodeFrames(readFileSync(path))
      .map((record, index) => ({ record, index }))
      .filter(({ index }) => !done.has(index));
    if (records.length === 0) {
      this.#remove(id);
      return undefined;
    }
    this.#bytes -= this.#own.get(id) ?? 0;
    this.#own.delete(id);
    return { id, records, isOwn, remaining: records.length, inMemory: records.length };
  }

  #acknowledged(id: string): ReadonlySet<number> {
    let bytes: Buffer;
    try {
      bytes = readFileSync(join(this.#directory, acknowledgementName(id)));
    } catch {
      return new Set();
    }
    const indexes = new Set<number>();
    for (let at = 0; at + INDEX_BYTES <= bytes.length; at += INDEX_BYTES) indexes.add(bytes.readUInt32LE(at));
    return indexes;
  }

  #remove(id: string): void {
    this.#bytes -= this.#own.get(id) ?? 0;
    this.#own.delete(id);
    // The segment goes first: an acknowledgement file without one means nothing, the reverse would send again.
    rmSync(join(this.#directory, ownName(id, this.#token)), { force: true });
    rmSync(join(this.#directory, acknowledgementName(id)), { force: true });
  }

  #segment(): OpenSegment {
    if (this.#open) return this.#open;
    const id = newSegmentId();
    this.#open = {
      id,
      descriptor: openSync(join(this.#directory, ownName(id, this.#token)), "a", 0o600),
      bytes: 0,
    };
    return this.#open;
  }

  #finishSegment(): void {
    if (!this.#open) return;
    closeSync(this.#open.descriptor);
    this.#open = undefined;
  }
}

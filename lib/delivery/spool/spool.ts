import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Acknowledgements } from "./acknowledgements.ts";
import { keepDamaged } from "./damaged-segment.ts";
import {
  acknowledgementName,
  damagedName,
  newSegmentId,
  type SegmentName,
  segmentName,
} from "./file-names.ts";
import type { PlacedRecord, SpooledRecord } from "./frames.ts";
import { Ownership } from "./ownership.ts";
import { type Possession, Possessions } from "./possessions.ts";
import { SegmentReader } from "./segment-reader.ts";
import { SegmentWriter } from "./segment-writer.ts";
import { SpoolDirectory } from "./spool-directory.ts";
import { SpoolProblems } from "./spool-problems.ts";

export interface SpoolOptions {
  /** Made if it is not there. Processes, worker threads and containers may share it. */
  readonly directory: string;
  /** Bytes of all segments that this spool has, those that it took over included. @default 1 GiB */
  readonly maximumBytes?: number | undefined;
  /** Bytes at which a new segment begins. @default 8 MiB */
  readonly segmentBytes?: number | undefined;
  /** Hears of problems with the directory; must not throw. @default nobody */
  readonly onProblem?: ((problem: { code: string; message: string; cause?: unknown }) => void) | undefined;
}

/** A record that came from a segment. */
export interface SpooledReference {
  readonly segment: Replay;
  readonly index: number;
}

/** A segment that is being sent. */
export interface Replay {
  readonly id: string;
  readonly records: readonly PlacedRecord[];
  /** Whether its records are in the ledger as spooled already. */
  readonly isOwn: boolean;
  /** Records that the segment held and that are gone, because it was damaged or deleted. */
  readonly gone: number;
  /** Records that are in the queue or in flight. */
  inMemory: number;
}

const DEFAULT_MAXIMUM_BYTES = 1024 * 1024 * 1024;
const DEFAULT_SEGMENT_BYTES = 8 * 1024 * 1024;
/** Wait in ms before the file system is asked again that refused a record. */
const REFUSAL_MS = 100;

/**
 * Keeps records in files when they cannot be sent, and gives them back on the next start or when sending works again.
 * What `append` has returned for survives the death of the process. Every record leaves only when it was acknowledged.
 */
export class Spool {
  readonly #directory: string;
  readonly #maximumBytes: number;
  readonly #segmentBytes: number;
  readonly #ownership: Ownership;
  readonly #files: SpoolDirectory;
  readonly #problems: SpoolProblems;
  readonly #possessions = new Possessions();
  #writer: SegmentWriter | undefined;
  #refusedUntil = 0;
  #closed = false;

  /** @throws the system's error when the directory cannot be made */
  constructor({ directory, maximumBytes, segmentBytes, onProblem = () => {} }: SpoolOptions) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    this.#directory = directory;
    this.#maximumBytes = maximumBytes ?? DEFAULT_MAXIMUM_BYTES;
    this.#segmentBytes = segmentBytes ?? DEFAULT_SEGMENT_BYTES;
    this.#ownership = new Ownership(directory);
    this.#problems = new SpoolProblems(directory, onProblem);
    this.#files = new SpoolDirectory(directory, this.#problems);
  }

  /** Writes a record; false when the spool is full or the file system refuses. */
  append(record: SpooledRecord): boolean {
    if (performance.now() < this.#refusedUntil) return false;
    if (this.#possessions.bytes >= this.#maximumBytes) return false;
    try {
      const writer = this.#currentWriter();
      writer.append(record);
      const possession = this.#possessions.get(writer.id)!;
      this.#possessions.resize(possession, writer.bytes);
      if (record.counts) possession.spooled += 1;
      this.#problems.over("write");
      if (writer.bytes >= this.#segmentBytes) this.#finishSegment();
      return true;
    } catch (cause) {
      this.#problems.tell("write", "records cannot be written", cause);
      this.#refusedUntil = performance.now() + REFUSAL_MS;
      return false;
    }
  }

  /**
   * The oldest segment that waits: one of this spool, or one whose owner is gone, which is this spool's from now on. Never rejects.
   */
  async next(): Promise<Replay | undefined> {
    if (this.#closed) return undefined;
    this.#finishSegment();
    const files = this.#files.segments();
    const vanished = this.#vanished(files);
    if (vanished) return vanished;
    const owners = new Map<string, boolean>();
    for (const name of files) {
      const possession = this.#possessions.get(name.id);
      if (possession?.replaying) continue;
      if (possession?.isDone) {
        this.#remove(name.id);
        continue;
      }
      if (!possession) {
        if (!owners.has(name.owner)) owners.set(name.owner, await this.#files.isAlive(name.owner));
        if (this.#closed) return undefined;
        if (owners.get(name.owner)) continue;
      }
      const replay = this.#claim(name, possession);
      if (!possession) this.#files.buryIfEmpty(name.owner);
      if (replay) return replay;
    }
    return undefined;
  }

  /** Notes that a record arrived, or was refused for good; the segment goes when all its records are noted. */
  acknowledge({ segment, index }: SpooledReference): void {
    const acknowledgements = this.#possessions.get(segment.id)?.replaying;
    if (acknowledgements === undefined) return;
    try {
      acknowledgements.add(index);
      this.#problems.over("acknowledge");
    } catch (cause) {
      // It is noted in memory. Only after a crash the record is sent once more.
      this.#problems.tell("acknowledge", "it cannot be noted that records arrived", cause);
    }
  }

  /** Whether a segment that is being sent is still in the directory. */
  has({ id }: Replay): boolean {
    const path = this.#possessions.get(id)?.path;
    return path !== undefined && existsSync(path);
  }

  /** Nothing of a segment is in memory any more: it goes when all is acknowledged, else it waits again. */
  release({ id, records }: Replay): void {
    const possession = this.#possessions.get(id);
    if (possession?.replaying === undefined) return;
    const acknowledgements = possession.replaying;
    acknowledgements.close();
    possession.replaying = undefined;
    possession.acknowledged = acknowledgements.indexes;
    const left = records.filter(({ index }) => !possession.acknowledged.has(index));
    possession.spooled = left.filter(({ record }) => record.counts).length;
    possession.isOwn = true;
    possession.isDone = left.length === 0;
    if (possession.isDone) this.#remove(id);
  }

  /** Ends the segment that is being written; from now on others may take what is here. */
  close(): void {
    this.#finishSegment();
    this.#closed = true;
    for (const [, { replaying }] of this.#possessions.entries()) replaying?.close();
    this.#ownership.release();
  }

  #currentWriter(): SegmentWriter {
    if (this.#writer !== undefined && (this.#ownership.isDoubtful || this.#writer.isBroken))
      this.#finishSegment();
    if (this.#writer === undefined) {
      mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
      const id = newSegmentId();
      const path = join(this.#directory, segmentName(id, this.#ownership.hold()));
      this.#writer = new SegmentWriter(id, path);
      this.#possessions.add(id, path, true);
    }
    return this.#writer;
  }

  #finishSegment(): void {
    const writer = this.#writer;
    if (writer === undefined) return;
    this.#writer = undefined;
    try {
      writer.close();
    } catch (cause) {
      this.#problems.tell("write", "a segment cannot be closed", cause);
    }
    if (writer.bytes === 0) this.#possessions.forget(writer.id);
  }

  /** A segment of this spool that somebody has deleted. */
  #vanished(files: readonly SegmentName[]): Replay | undefined {
    if (!this.#files.isKnown) return undefined;
    const there = new Set(files.map(({ id }) => id));
    for (const [id, { replaying, spooled, isDone }] of this.#possessions.entries()) {
      if (there.has(id) || replaying) continue;
      this.#possessions.forget(id);
      if (isDone || spooled === 0) continue;
      this.#problems.say(`a segment with ${spooled} records was deleted`);
      return { id, records: [], isOwn: true, gone: spooled, inMemory: 0 };
    }
    return undefined;
  }

  #claim(name: SegmentName, given: Possession | undefined): Replay | undefined {
    const { file, id } = name;
    if (this.#problems.isSetAside(file)) return undefined;
    let reader: SegmentReader | undefined;
    try {
      reader = new SegmentReader(join(this.#directory, file));
      return this.#replay(id, given ?? this.#takeOver(name), reader);
    } catch (cause) {
      // Gone meanwhile: another process has taken it.
      if ((cause as NodeJS.ErrnoException).code !== "ENOENT") this.#problems.setAside(file, cause);
      return undefined;
    } finally {
      reader?.close();
    }
  }

  /** Renaming is atomic: of several that want a segment one gets it. @throws the system's error */
  #takeOver({ file, id }: SegmentName): Possession {
    const path = join(this.#directory, segmentName(id, this.#ownership.hold()));
    renameSync(join(this.#directory, file), path);
    return this.#possessions.add(id, path, false);
  }

  #replay(id: string, possession: Possession, reader: SegmentReader): Replay | undefined {
    const { records: all, damaged, bytes } = reader.read();
    this.#possessions.resize(possession, bytes);
    const acknowledgements = new Acknowledgements(
      join(this.#directory, acknowledgementName(id)),
      possession.acknowledged,
    );
    const records = all.filter(({ index }) => !acknowledgements.indexes.has(index));
    const counted = records.filter(({ record }) => record.counts).length;
    const isKeptNow = damaged > 0 && keepDamaged(possession.path, this.#directory, id);
    const { isOwn } = possession;
    // What an earlier process has found damaged and told is not counted once more.
    const gone = isOwn ? Math.max(0, possession.spooled - counted) : isKeptNow ? damaged : 0;
    if (gone > 0)
      this.#problems.say(
        `${gone} records of a segment are damaged and gone; its file is kept as ${damagedName(id)}`,
      );
    const replay: Replay = { id, records, isOwn, gone, inMemory: records.length };
    possession.spooled = 0;
    possession.replaying = acknowledgements;
    if (records.length > 0) return replay;
    this.release(replay);
    return gone > 0 ? replay : undefined;
  }

  #remove(id: string): void {
    const possession = this.#possessions.get(id);
    if (possession === undefined) return;
    try {
      // The segment goes first: acknowledgements without one mean nothing, the reverse would send again.
      rmSync(possession.path, { force: true });
      this.#possessions.forget(id);
      rmSync(join(this.#directory, acknowledgementName(id)), { force: true });
      this.#problems.over("remove");
    } catch (cause) {
      this.#problems.tell("remove", "a segment that was sent cannot be removed", cause);
    }
  }
}

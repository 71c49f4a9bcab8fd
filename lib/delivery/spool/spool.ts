import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Acknowledgements } from "./acknowledgements.ts";
import { keepDamaged } from "./damaged-segment.ts";
import {
  acknowledgementName,
  damagedName,
  newSegmentId,
  parseOwnerName,
  parseSegmentName,
  type SegmentName,
  segmentName,
} from "./file-names.ts";
import type { PlacedRecord, SpooledRecord } from "./frames.ts";
import { Ownership, OwnerWatch } from "./ownership.ts";
import { SegmentReader } from "./segment-reader.ts";
import { SegmentWriter } from "./segment-writer.ts";
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

/** A segment that this spool has, whether it wrote it or took it over. */
interface Possession {
  readonly path: string;
  bytes: number;
  /** Records that the ledger counts as spooled. */
  spooled: number;
  /** Whether the ledger has its records at all. */
  isOwn: boolean;
  acknowledged: ReadonlySet<number>;
  replay: { readonly current: Replay; readonly acknowledgements: Acknowledgements } | undefined;
  /** Everything in it is acknowledged, and it could not be removed yet. */
  isDone: boolean;
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
  readonly #watch: OwnerWatch;
  readonly #problems: SpoolProblems;
  readonly #possessions = new Map<string, Possession>();
  #writer: SegmentWriter | undefined;
  #bytes = 0;
  #refusedUntil = 0;
  #closed = false;

  /** @throws the system's error when the directory cannot be made */
  constructor({ directory, maximumBytes, segmentBytes, onProblem = () => {} }: SpoolOptions) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    this.#directory = directory;
    this.#maximumBytes = maximumBytes ?? DEFAULT_MAXIMUM_BYTES;
    this.#segmentBytes = segmentBytes ?? DEFAULT_SEGMENT_BYTES;
    this.#ownership = new Ownership(directory);
    this.#watch = new OwnerWatch(directory);
    this.#problems = new SpoolProblems(directory, onProblem);
  }

  /** Writes a record; false when the spool is full or the file system refuses. */
  append(record: SpooledRecord): boolean {
    if (performance.now() < this.#refusedUntil) return false;
    if (this.#bytes >= this.#maximumBytes) return false;
    try {
      const writer = this.#currentWriter();
      const before = writer.bytes;
      writer.append(record);
      const possession = this.#possessions.get(writer.id)!;
      possession.bytes = writer.bytes;
      if (record.counts) possession.spooled += 1;
      this.#bytes += writer.bytes - before;
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
    const files = this.#list();
    const vanished = this.#vanished(files);
    if (vanished) return vanished;
    const owners = new Map<string, boolean>();
    for (const name of files) {
      const possession = this.#possessions.get(name.id);
      if (possession?.replay) continue;
      if (possession?.isDone) {
        this.#remove(name.id);
        continue;
      }
      if (!possession) {
        if (!owners.has(name.owner)) owners.set(name.owner, await this.#watch.isAlive(name.owner));
        if (this.#closed) return undefined;
        if (owners.get(name.owner)) continue;
      }
      const replay = this.#claim(name, possession);
      if (!possession) this.#buryIfEmpty(name.owner);
      if (replay) return replay;
    }
    return undefined;
  }

  /** Notes that a record arrived, or was refused for good; the segment goes when all its records are noted. */
  acknowledge({ segment, index }: SpooledReference): void {
    const replay = this.#possessions.get(segment.id)?.replay;
    if (replay === undefined) return;
    try {
      replay.acknowledgements.add(index);
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
    if (possession?.replay === undefined) return;
    const { acknowledgements } = possession.replay;
    acknowledgements.close();
    possession.replay = undefined;
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
    for (const { replay } of this.#possessions.values()) replay?.acknowledgements.close();
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
      this.#possess(id, path, 0, true);
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
    if (writer.bytes === 0) this.#possessions.delete(writer.id);
  }

  #possess(id: string, path: string, bytes: number, isOwn: boolean): Possession {
    const possession: Possession = {
      path,
      bytes,
      spooled: 0,
      isOwn,
      acknowledged: new Set(),
      replay: undefined,
      isDone: false,
    };
    this.#possessions.set(id, possession);
    this.#bytes += bytes;
    return possession;
  }

  #list(): SegmentName[] {
    try {
      const files = readdirSync(this.#directory).sort();
      this.#problems.over("list");
      const segments = files.map(parseSegmentName).filter((name) => name !== undefined);
      const owners = new Set(segments.map(({ owner }) => owner));
      for (const file of files) {
        const owner = parseOwnerName(file);
        if (owner !== undefined && !owners.has(owner) && this.#watch.isOld(owner)) this.#buryDead(owner);
      }
      return segments;
    } catch (cause) {
      this.#problems.tell("list", "it cannot be looked into", cause);
      return [];
    }
  }

  /** A segment of this spool that somebody has deleted. */
  #vanished(files: readonly SegmentName[]): Replay | undefined {
    if (!this.#problems.isOver("list") && !this.#problems.isMissing("list")) return undefined;
    const there = new Set(files.map(({ id }) => id));
    for (const [id, { replay, spooled, isDone }] of this.#possessions) {
      if (there.has(id) || replay) continue;
      this.#forget(id);
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
    return this.#possess(id, path, 0, false);
  }

  #replay(id: string, possession: Possession, reader: SegmentReader): Replay | undefined {
    const { records: all, damaged, bytes } = reader.read();
    this.#bytes += bytes - possession.bytes;
    possession.bytes = bytes;
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
    possession.replay = { current: replay, acknowledgements };
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
      this.#forget(id);
      rmSync(join(this.#directory, acknowledgementName(id)), { force: true });
      this.#problems.over("remove");
    } catch (cause) {
      this.#problems.tell("remove", "a segment that was sent cannot be removed", cause);
    }
  }

  #forget(id: string): void {
    this.#bytes -= this.#possessions.get(id)?.bytes ?? 0;
    this.#possessions.delete(id);
  }

  /** An owner that had a segment and is dead needs its file no more. */
  #buryIfEmpty(owner: string): void {
    if (!this.#list().some((name) => name.owner === owner)) this.#watch.bury(owner);
  }

  #buryDead(owner: string): void {
    void this.#watch.isAlive(owner).then((isAlive) => {
      if (!isAlive) this.#watch.bury(owner);
    });
  }
}

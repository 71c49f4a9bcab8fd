import { createWriteStream, existsSync, rmSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import {
  type Contract,
  contractWith,
  type DeclaredColumns,
  HistoryError,
  type LogEvent,
  type LogFile,
  logFiles,
} from "cumulog/analysis";
import { Engine } from "../engine/engine.ts";
import { changeLake, publish } from "../store/change.ts";
import { type Snapshot, snapshotOrEmpty } from "../store/snapshots.ts";
import type { LakeState, LakeTemplates, Source } from "../store/state.ts";
import { leaveOutKnown } from "./deduplicate.ts";
import type { FileLoad } from "./file-load.ts";
import { InFlight } from "./in-flight.ts";
import { loadFile } from "./load-file.ts";
import { LoadCount, type LoadResult } from "./result.ts";
import { RowWriter } from "./rows.ts";
import { Staging } from "./staging.ts";
import { writeTemplates } from "./templates.ts";

export interface LoadOptions {
  /** Folder of the lake; it is made when it is not there. */
  readonly directory: string;
  /** Files and folders. @default [] */
  readonly paths?: readonly string[];
  /** A stream of lines. */
  readonly stream?: Readable;
  /** Events that have their own ids. */
  readonly events?: AsyncIterable<readonly LogEvent[]>;
  /** Typed columns of the configuration. @default those of the latest load */
  readonly columns?: DeclaredColumns;
  /** Name or strptime pattern of the times of lines. @default guessed from the first lines of each file */
  readonly timestampFormat?: string;
  /**
   * Whether to find the templates of messages, for the column `message_template`.
   * @default true
   */
  readonly templates?: boolean;
  /** @default one for each processor */
  readonly threads?: number;
  /** Called with the number of bytes of each part that was read. */
  readonly onRead?: (bytes: number) => void;
  /** Called when another process is changing the lake. */
  readonly onWait?: () => void;
  readonly signal?: AbortSignal;
}

/**
 * Adds logs to a lake, all of them or, when something fails, nothing. What the lake has already is left out: by the events' own
 * ids, or by file and line.
 *
 * @throws HistoryError when a file cannot be read, LakeError when the lake cannot be written
 */
export async function loadLake(options: LoadOptions): Promise<LoadResult> {
  const { directory, paths = [], onWait, signal } = options;
  // A path that is not there is said before anything is made.
  const count = new LoadCount();
  const files = logFiles(paths, (file, reason) => count.leftOut.push({ file, reason }));
  // Chunks are read side by side, each by one thread: more would wait for each other, and waiting costs.
  const engine = await Engine.open({ threads: 1 });
  const isNew = !existsSync(directory);
  try {
    const work = () => loadUnderLock(options, files, engine, count);
    return await changeLake(directory, "nothing was loaded", work, { onWait, signal });
  } catch (error) {
    if (isNew && snapshotOrEmpty(directory).number === 0) rmSync(directory, { recursive: true, force: true });
    throw error;
  } finally {
    engine.close();
  }
}

async function loadUnderLock(
  options: LoadOptions,
  files: readonly LogFile[],
  engine: Engine,
  count: LoadCount,
): Promise<LoadResult> {
  const { directory } = options;
  const snapshot = snapshotOrEmpty(directory);
  const contract = contractWith(options.columns ?? snapshot.state.declared);
  const staging = new Staging(directory, engine, contract, options.templates ?? true);
  try {
    const threads = options.threads ?? availableParallelism();
    const sources = await readAll(options, files, snapshot, contract, staging, count, threads);
    await staging.run(`SET threads = ${threads}`);
    await leaveOutKnown(staging, snapshot, count);
    options.signal?.throwIfAborted();
    const templates =
      staging.withTemplates && staging.files.length > 0
        ? await writeTemplates(staging, snapshot.state.templates)
        : snapshot.state.templates;
    return await join(staging, snapshot, { sources, templates, contract }, count, directory);
  } finally {
    staging.remove();
  }
}

/** @returns the sources that the lake has afterwards */
async function readAll(
  options: LoadOptions,
  files: readonly LogFile[],
  snapshot: Snapshot,
  contract: Contract,
  staging: Staging,
  count: LoadCount,
  threads: number,
): Promise<readonly Source[]> {
  const writer = new RowWriter(staging, contract, count);
  const inFlight = new InFlight(threads);
  const { timestampFormat, onRead, signal } = options;
  const load = { staging, writer, contract, count, inFlight, timestampFormat, onRead, signal };
  const taken = new Set<Source>();
  const known: Source[] = [...snapshot.state.sources];
  const streams = options.stream === undefined ? [] : [await spool(options.stream, staging)];
  try {
    for (const file of [...files, ...streams]) {
      const source = await loadOrLeaveOut(file, known, taken, load);
      if (source === undefined) continue;
      const index = known.findIndex(
        ({ fingerprint, ordinal }) => fingerprint === source.fingerprint && ordinal === source.ordinal,
      );
      if (index === -1) known.push(source);
      else known[index] = source;
      taken.add(source);
    }
    for await (const events of options.events ?? []) {
      signal?.throwIfAborted();
      count.read += events.length;
      for (const event of events) await writer.add(event);
    }
  } finally {
    await inFlight.finish();
  }
  await writer.flush();
  const [first] = count.leftOut;
  if (first !== undefined && taken.size === 0) throw new HistoryError(first.reason);
  return known;
}

/** What only lies in a folder may be something else than a log. @returns undefined for such a file */
async function loadOrLeaveOut(
  { path, isNamed }: Pick<LogFile, "path" | "isNamed">,
  known: readonly Source[],
  taken: Set<Source>,
  load: FileLoad,
): Promise<Source | undefined> {
  const readBefore = load.count.read;
  try {
    return await loadFile(path, known, taken, load);
  } catch (error) {
    const isUntouched = load.count.read === readBefore;
    if (isNamed || !isUntouched || !(error instanceof HistoryError)) throw error;
    load.count.leftOut.push({ file: path, reason: error.message });
    return undefined;
  }
}

/** Lines that come through a pipe are kept until they are all there, so that they can be recognized. */
async function spool(stream: Readable, staging: Staging): Promise<Pick<LogFile, "path" | "isNamed">> {
  const path = staging.path("standard-input");
  await pipeline(stream, createWriteStream(path));
  if (statSync(path).size === 0)
    throw new HistoryError("The standard input is empty: expected lines of a log.");
  return { path, isNamed: true };
}

/** What a load found besides its rows. */
interface Found {
  readonly sources: readonly Source[];
  readonly templates: LakeTemplates | undefined;
  readonly contract: Contract;
}

async function join(
  staging: Staging,
  snapshot: Snapshot,
  { sources, templates, contract }: Found,
  count: LoadCount,
  directory: string,
): Promise<LoadResult> {
  const { number, state } = snapshot;
  const added = staging.named(`load-${String(number + 1).padStart(6, "0")}`);
  const loaded = added.reduce((sum, { rows }) => sum + rows, 0);
  const next: LakeState = {
    ...state,
    declared: contract.declared,
    sources,
    ...(templates !== undefined && { templates }),
    files: [
      ...state.files,
      ...added.map(({ path, day, rows, bytes }) => ({ path, day, rows, bytes, declared: contract.declared })),
    ],
  };
  const rejected = Object.fromEntries(count.rejected);
  const isNew = loaded > 0 || JSON.stringify(next) !== JSON.stringify(state);
  if (isNew) await publish(directory, snapshot, next, added);
  return {
    read: count.read,
    loaded,
    rejected,
    unparsable: Object.fromEntries(count.unparsable),
    cut: count.cut,
    files: added.length,
    leftOut: count.leftOut,
  };
}

import { mkdirSync, rmSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { type DuckDBConnection, Engine, literal } from "./engine/engine.ts";
import { LakeError } from "./lake-error.ts";
import { PARQUET } from "./load/staging.ts";
import { changeLake, publish } from "./store/change.ts";
import { currentSnapshot, type NewFile, removeOldSnapshots, type Snapshot } from "./store/snapshots.ts";
import type { LakeFile, LakeState } from "./store/state.ts";
import { viewQuery } from "./store/view.ts";

export interface DeleteOptions {
  readonly directory: string;
  /** Deletes the events before this time, in milliseconds since the epoch. */
  readonly before?: number;
  /** Deletes the events for which this expression of SQL is true, such as `user_id = 'u-17'`. */
  readonly where?: string;
  readonly onWait?: () => void;
  readonly signal?: AbortSignal;
}

export interface DeleteResult {
  readonly deleted: number;
  readonly left: number;
  /** Older states of the lake that running queries still read; the next change removes them. */
  readonly stillRead: number;
}

/**
 * Deletes events for good: their files are written anew without them, and the old ones removed. What was deleted does not come
 * back when its file is loaded again.
 *
 * @throws LakeNotFoundError, LakeError for an expression that cannot be read, and when the disk is full: the lake is as it was
 */
export async function deleteFromLake(options: DeleteOptions): Promise<DeleteResult> {
  const directory = resolve(options.directory);
  currentSnapshot(directory);
  return changeLake(
    directory,
    "nothing was deleted",
    () => deleteUnderLock({ ...options, directory }),
    options,
  );
}

async function deleteUnderLock({ directory, before, where, signal }: DeleteOptions): Promise<DeleteResult> {
  const snapshot = currentSnapshot(directory);
  const conditions = [
    ...(before === undefined ? [] : [`epoch_ms < ${before}`]),
    ...(where === undefined ? [] : [`(${where}\n)`]),
  ];
  if (conditions.length === 0) throw new LakeError("Say what to delete: a time, or a condition.");
  const staging = join(directory, ".staging");
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { recursive: true });
  const engine = await Engine.open();
  try {
    const connection = await engine.connect();
    // A condition may have queries in it: they read the lake, and nothing else.
    await connection.run(`SET allowed_directories = [${literal(`${directory}/`)}]`);
    await connection.run("SET enable_external_access = false");
    await connection.run("SET lock_configuration = true");
    const { files, added, deleted } = await rewrite(
      { connection, snapshot, condition: conditions.join(" AND "), staging },
      signal,
    );
    connection.closeSync();
    const state: LakeState = { ...snapshot.state, files };
    if (deleted > 0) await publish(directory, snapshot, state, added);
    const left = files.reduce((total, { rows }) => total + rows, 0);
    return { deleted, left, stillRead: removeOldSnapshots(directory) };
  } finally {
    engine.close();
    rmSync(staging, { recursive: true, force: true });
  }
}

interface Deletion {
  readonly connection: DuckDBConnection;
  readonly snapshot: Snapshot;
  readonly condition: string;
  readonly staging: string;
}

async function rewrite(
  { connection, snapshot, condition, staging }: Deletion,
  signal: AbortSignal | undefined,
): Promise<{ files: LakeFile[]; added: NewFile[]; deleted: number }> {
  const files: LakeFile[] = [];
  const added: NewFile[] = [];
  let deleted = 0;
  for (const [index, file] of snapshot.state.files.entries()) {
    signal?.throwIfAborted();
    const gone = await countOf(connection, snapshot, file, condition);
    deleted += gone;
    if (gone === file.rows) continue;
    if (gone === 0) {
      files.push(file);
      continue;
    }
    const from = join(staging, `${index}.part`);
    const path = `day=${file.day}/delete-${snapshot.number + 1}-${index}.parquet`;
    const source = literal(join(snapshot.directory, file.path));
    // The condition sees the view's columns, the file keeps its own.
    await connection.run(
      `COPY (SELECT stored.* FROM read_parquet(${source}, hive_partitioning = false) AS stored
        POSITIONAL JOIN (SELECT (${condition}) IS TRUE AS is_deleted FROM (${viewOf(snapshot, file)}))
        WHERE NOT is_deleted) TO ${literal(from)} (${PARQUET})`,
    );
    added.push({ from, path });
    files.push({ ...file, path, rows: file.rows - gone, bytes: statSync(from).size });
  }
  return { files, added, deleted };
}

const viewOf = ({ directory, state }: Snapshot, file: LakeFile): string =>
  viewQuery(directory, { ...state, files: [file] });

async function countOf(
  connection: DuckDBConnection,
  snapshot: Snapshot,
  file: LakeFile,
  condition: string,
): Promise<number> {
  try {
    const reader = await connection.runAndReadAll(
      `SELECT count(*)::INTEGER FROM (${viewOf(snapshot, file)}) WHERE (${condition})`,
    );
    return reader.getRows()[0]![0] as number;
  } catch (cause) {
    const [reason = ""] = (cause as Error).message.split("\n");
    throw new LakeError(`The condition cannot be read: ${reason.replace(/^[A-Z][A-Za-z ]+ Error: /, "")}`, {
      cause,
    });
  }
}

import { mkdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { Engine, literal } from "./engine/engine.ts";
import { PARQUET } from "./load/staging.ts";
import { changeLake, publish } from "./store/change.ts";
import { currentSnapshot, type NewFile } from "./store/snapshots.ts";
import type { LakeFile } from "./store/state.ts";

export interface CompactOptions {
  readonly directory: string;
  /** Called for each day. */
  readonly onDay?: (day: string, done: number, of: number) => void;
  readonly onWait?: () => void;
  readonly signal?: AbortSignal;
}

export interface CompactResult {
  readonly filesBefore: number;
  readonly filesAfter: number;
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  readonly rows: number;
}

/**
 * Writes the many files of a day as one, in the order of the events' times. Queries that run meanwhile read the files from before.
 *
 * @throws LakeNotFoundError, LakeError when the disk is full: the lake is as it was
 */
export async function compactLake({
  directory,
  onDay,
  onWait,
  signal,
}: CompactOptions): Promise<CompactResult> {
  currentSnapshot(directory);
  const work = () => compactUnderLock(directory, onDay, signal);
  return changeLake(directory, "nothing was changed", work, { onWait, signal });
}

async function compactUnderLock(
  directory: string,
  onDay: CompactOptions["onDay"],
  signal: AbortSignal | undefined,
): Promise<CompactResult> {
  const snapshot = currentSnapshot(directory);
  const { files } = snapshot.state;
  // Files of other columns stay apart: what a column that is no longer declared holds is kept.
  const groups = Map.groupBy(files, ({ day, declared }) => `${day} ${JSON.stringify(declared)}`);
  const many = [...groups.values()].filter((group) => group.length > 1);
  const staging = join(directory, ".staging");
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { recursive: true });
  const engine = await Engine.open({ temporaryDirectory: join(staging, "temporary") });
  try {
    const added: (NewFile & { readonly file: LakeFile })[] = [];
    for (const [index, group] of many.entries()) {
      signal?.throwIfAborted();
      onDay?.(group[0]!.day, index, many.length);
      const from = join(staging, `${index}.part`);
      const file = await merge(
        engine,
        snapshot.directory,
        group,
        from,
        `compact-${snapshot.number + 1}-${index}`,
      );
      added.push({ from, path: file.path, file });
    }
    const merged = new Set(many.flat());
    const state = {
      ...snapshot.state,
      files: [...files.filter((file) => !merged.has(file)), ...added.map(({ file }) => file)],
    };
    if (added.length > 0) await publish(directory, snapshot, state, added);
    return {
      filesBefore: files.length,
      filesAfter: state.files.length,
      bytesBefore: sum(files, "bytes"),
      bytesAfter: sum(state.files, "bytes"),
      rows: sum(state.files, "rows"),
    };
  } finally {
    engine.close();
    rmSync(staging, { recursive: true, force: true });
  }
}

const sum = (files: readonly LakeFile[], what: "bytes" | "rows"): number =>
  files.reduce((total, file) => total + file[what], 0);

async function merge(
  engine: Engine,
  folder: string,
  group: readonly LakeFile[],
  to: string,
  name: string,
): Promise<LakeFile> {
  const connection = await engine.connect();
  try {
    const paths = group.map(({ path }) => literal(join(folder, path)));
    await connection.run(
      `COPY (SELECT * FROM read_parquet([${paths.join(", ")}], hive_partitioning = false) ORDER BY epoch_ms, event_id) TO ${literal(to)} (${PARQUET})`,
    );
  } finally {
    connection.closeSync();
  }
  const { day, declared } = group[0]!;
  return {
    path: `day=${day}/${name}.parquet`,
    day,
    declared,
    rows: sum(group, "rows"),
    bytes: statSync(to).size,
  };
}

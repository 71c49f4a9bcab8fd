import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { LakeError, LakeNotFoundError } from "../lake-error.ts";
import { isRead } from "./leases.ts";
import { EMPTY_STATE, type LakeState, STATE_VERSION } from "./state.ts";

/** A state of a lake that never changes: a folder of its own, with links to the files. */
export interface Snapshot {
  readonly number: number;
  readonly directory: string;
  readonly state: LakeState;
}

/** A file that joins a lake. */
export interface NewFile {
  /** Where it lies now. */
  readonly from: string;
  /** Where it goes, under `logs`. */
  readonly path: string;
}

const SNAPSHOTS = ".snapshots";
const CURRENT = "logs";
const STATE = "_state.json";

/** The folder that readers of the Parquet files are given: it is replaced as a whole. */
export const logsFolder = (directory: string): string => join(directory, CURRENT);

/** The current state. @throws LakeNotFoundError */
export function currentSnapshot(directory: string): Snapshot {
  const snapshot = snapshotIn(directory);
  if (snapshot === undefined) throw new LakeNotFoundError(directory);
  return snapshot;
}

/** The current state; an empty one when nothing was loaded yet. */
export function snapshotOrEmpty(directory: string): Snapshot {
  return snapshotIn(directory) ?? { number: 0, directory: "", state: EMPTY_STATE };
}

function snapshotIn(directory: string): Snapshot | undefined {
  let target: string;
  try {
    target = readlinkSync(logsFolder(directory));
  } catch {
    return undefined;
  }
  const number = Number(target.split(/[\\/]/).filter(Boolean).pop());
  const folder = join(directory, SNAPSHOTS, String(number));
  const state = JSON.parse(readFileSync(join(folder, STATE), "utf8")) as LakeState;
  if (state.version !== STATE_VERSION)
    throw new LakeError(
      `The lake in ${directory} has version ${state.version}: this cumulog reads version ${STATE_VERSION}.`,
    );
  return { number, directory: folder, state };
}

/**
 * Replaces the current state in one step: readers see the one before or this one, also when the process is killed. The one before is
 * kept. Needs the write lock.
 *
 * @param added files of the state that are not in the current one yet
 */
export function commit(directory: string, state: LakeState, added: readonly NewFile[]): void {
  const before = snapshotIn(directory);
  const number = (before?.number ?? 0) + 1;
  const folder = join(directory, SNAPSHOTS, String(number));
  rmSync(folder, { recursive: true, force: true });
  try {
    mkdirSync(folder, { recursive: true });
    const sources = new Map(added.map(({ path, from }) => [path, from]));
    for (const { path } of state.files) {
      const to = join(folder, path);
      mkdirSync(dirname(to), { recursive: true });
      link(sources.get(path) ?? join(before!.directory, path), to);
    }
    writeFileSync(join(folder, STATE), JSON.stringify(state), { flush: true });
    makeCurrent(directory, number);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Makes the state before the current one the current one again. Needs the write lock. */
export function revert(directory: string, before: Snapshot): void {
  if (before.number === 0) rmSync(logsFolder(directory), { force: true, recursive: true });
  else makeCurrent(directory, before.number);
  removeOldSnapshots(directory, before.number);
}

function makeCurrent(directory: string, number: number): void {
  const next = join(directory, `.${CURRENT}-next`);
  rmSync(next, { force: true, recursive: true });
  symlinkSync(join(SNAPSHOTS, String(number)), next, "junction");
  renameSync(next, logsFolder(directory));
}

/** Some file systems have no links. */
function link(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") throw error;
    copyFileSync(from, to);
  }
}

/**
 * Removes what neither the current state nor a running query needs. Needs the write lock.
 *
 * @returns how many older states are still read
 */
export function removeOldSnapshots(directory: string, current = snapshotIn(directory)?.number ?? 0): number {
  const folder = join(directory, SNAPSHOTS);
  if (!existsSync(folder)) return 0;
  let kept = 0;
  for (const name of readdirSync(folder)) {
    if (name === String(current)) continue;
    if (isRead(directory, Number(name))) kept += 1;
    else rmSync(join(folder, name), { recursive: true, force: true });
  }
  return kept;
}

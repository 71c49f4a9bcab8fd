import { LakeError } from "../lake-error.ts";
import { commit, type NewFile, removeOldSnapshots, revert, type Snapshot } from "./snapshots.ts";
import type { LakeState } from "./state.ts";
import { writeViews } from "./view-file.ts";
import { withWriteLock } from "./write-lock.ts";

/** How a change of a lake waits and ends. */
export interface ChangeOptions {
  readonly onWait?: (() => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Changes a lake while no other process does.
 *
 * @param unchanged what a full disk or a missing permission left undone, for people
 * @throws LakeError that says so
 */
export async function changeLake<T>(
  directory: string,
  unchanged: string,
  work: () => Promise<T>,
  { onWait, signal }: ChangeOptions,
): Promise<T> {
  try {
    return await withWriteLock(directory, work, onWait, signal);
  } catch (error) {
    throw sayable(error as Error, directory, unchanged);
  }
}

/**
 * Makes a state the current one, with the file of its views, or leaves the one before. Needs the write lock.
 *
 * @param added files of the state that are not in the current one yet
 */
export async function publish(
  directory: string,
  before: Snapshot,
  state: LakeState,
  added: readonly NewFile[],
): Promise<void> {
  commit(directory, state, added);
  try {
    await writeViews(directory, state);
  } catch (error) {
    revert(directory, before);
    throw error;
  }
  removeOldSnapshots(directory);
}

/** What the system says, as a sentence about the lake. */
function sayable(error: Error, directory: string, unchanged: string): Error {
  // A sentence already, which may quote a condition of the user's with the same words.
  if (error instanceof LakeError) return error;
  if (/No space left|ENOSPC|disk is full/i.test(error.message))
    return new LakeError(`The disk of the lake ${directory} is full: ${unchanged}.`, { cause: error });
  if (/EACCES|EROFS|Permission denied/i.test(error.message) && error.name !== "HistoryError")
    return new LakeError(`The lake ${directory} cannot be written: permission denied.`, { cause: error });
  return error;
}

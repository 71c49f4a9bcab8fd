import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";

const PAUSE_MS = 100;

/**
 * Lets one process at a time change a lake. The operating system frees the lock when its process ends in any way.
 *
 * @param onWait called once when another process holds it
 */
export async function withWriteLock<T>(
  directory: string,
  work: () => Promise<T>,
  onWait: () => void = () => {},
  signal?: AbortSignal,
): Promise<T> {
  mkdirSync(directory, { recursive: true });
  const database = new (process.getBuiltinModule("node:sqlite").DatabaseSync)(join(directory, ".lock"));
  try {
    let waits = false;
    while (!tryLock(database)) {
      if (!waits) onWait();
      waits = true;
      await pause(PAUSE_MS, undefined, { signal });
    }
    return await work();
  } finally {
    database.close();
  }
}

function tryLock(database: DatabaseSync): boolean {
  try {
    database.exec("BEGIN EXCLUSIVE");
    return true;
  } catch (error) {
    // SQLITE_BUSY https://www.sqlite.org/rescode.html#busy
    if ((error as { errcode?: number }).errcode === 5) return false;
    throw error;
  }
}

import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";

const LEASES = ".readers";
/** A reader on another machine cannot be asked whether it lives; no query takes longer. */
const LONGEST_MS = 3_600_000;

let counter = 0;

/** Keeps a state of a lake while it is read. @returns ends it */
export function lease(directory: string, snapshot: number): () => void {
  const folder = join(directory, LEASES);
  counter += 1;
  const path = join(folder, `${snapshot}~${process.pid}~${counter}~${encodeURIComponent(hostname())}`);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, "");
  } catch {
    // A lake on a disk that cannot be written changes under nobody.
    return () => {};
  }
  return () => rmSync(path, { force: true });
}

/** Whether a living reader has the state. Leases of readers that are gone are removed. */
export function isRead(directory: string, snapshot: number): boolean {
  const folder = join(directory, LEASES);
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return false;
  }
  let read = false;
  for (const name of names) {
    const [number, pid, , host] = name.split("~");
    if (Number(number) !== snapshot) continue;
    if (isAlive(join(folder, name), Number(pid), decodeURIComponent(host ?? ""))) read = true;
    else rmSync(join(folder, name), { force: true });
  }
  return read;
}

function isAlive(path: string, pid: number, host: string): boolean {
  try {
    if (host !== hostname()) return Date.now() - statSync(path).mtimeMs < LONGEST_MS;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

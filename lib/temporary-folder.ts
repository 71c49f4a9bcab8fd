import { existsSync, lstatSync, mkdtempSync, readdirSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Folders of processes that ended without removing them stay this long: what a process of another container shows is not known to end. */
const ABANDONED_AFTER_MS = 24 * 60 * 60 * 1_000;

let ownFolder: string | undefined;

/**
 * Makes an empty folder in the system's folder for temporary files, which nobody else may read. Remove it when it is no longer needed;
 * what is left is removed when the process ends. After a process that was killed, it stays for a day, and is removed when another
 * process first asks for a folder.
 *
 * @param purpose what its name begins with, such as `query`
 * @throws the system's error when nothing can be written there
 */
export function temporaryFolder(purpose: string): string {
  if (ownFolder === undefined || !existsSync(ownFolder)) ownFolder = folderOfProcess();
  return mkdtempSync(join(ownFolder, `${purpose}-`));
}

/** One for all folders of this process, so that its name tells whose they are. */
function folderOfProcess(): string {
  removeAbandoned();
  const folder = mkdtempSync(join(tmpdir(), `cumulog-${process.pid}-`));
  process.once("exit", () => {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // A file of it is open still, as Windows minds: the next process removes it.
    }
  });
  // Other containers that share the folder see by its age that it is in use.
  setInterval(() => touch(folder), ABANDONED_AFTER_MS / 24).unref();
  return folder;
}

function touch(folder: string): void {
  try {
    const now = new Date();
    utimesSync(folder, now, now);
  } catch {
    // It was removed by somebody.
  }
}

function namesInSystemFolder(): readonly string[] {
  try {
    return readdirSync(tmpdir());
  } catch {
    // One may write there without being allowed to list it.
    return [];
  }
}

function removeAbandoned(): void {
  for (const name of namesInSystemFolder()) {
    const [, processId] = /^cumulog-(\d+)-[A-Za-z0-9]{6}$/.exec(name) ?? [];
    if (processId === undefined || isRunning(Number(processId))) continue;
    const folder = join(tmpdir(), name);
    try {
      const status = lstatSync(folder);
      const isOurs =
        status.isDirectory() && (process.getuid === undefined || status.uid === process.getuid());
      if (isOurs && Date.now() - status.mtimeMs > ABANDONED_AFTER_MS)
        rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another process removed it at the same time, or has a file of it open.
    }
  }
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

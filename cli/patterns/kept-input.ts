import { createWriteStream, rmSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { STANDARD_INPUT } from "cumulog/analysis";
import { temporaryFolder } from "cumulog/temporary-folder";

/** Keeps the standard input in a file while it is worked with, so that it can be read again: what has no times is read a second time. */
export async function withInputKept<Result>(
  paths: readonly string[],
  signal: AbortSignal,
  work: (paths: readonly string[]) => Promise<Result>,
): Promise<Result> {
  if (!paths.includes(STANDARD_INPUT)) return work(paths);
  const folder = temporaryFolder("input");
  const kept = join(folder, "input");
  try {
    await pipeline(process.stdin, createWriteStream(kept, { mode: 0o600 }), { signal });
    return await work(paths.map((path) => (path === STANDARD_INPUT ? kept : path)));
  } catch (error) {
    if (error instanceof Error) error.message = error.message.replaceAll(kept, STANDARD_INPUT);
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

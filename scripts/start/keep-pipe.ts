import { createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { HistoryError } from "../../lib/analysis/lines/history-error.ts";
import { STANDARD_INPUT } from "../../lib/analysis/lines/log-files.ts";
import { readBytes } from "../../lib/analysis/lines/read-bytes.ts";

/**
 * The path of a log that can be read more than once: what comes out of a pipe or the standard input is kept in a file until
 * the end.
 *
 * @throws HistoryError when there are more than so many bytes
 */
export async function keepPipe(
  path: string,
  mostBytes: number,
  cleanup: AsyncDisposableStack,
): Promise<string> {
  const stat = path === STANDARD_INPUT ? undefined : statSync(path, { throwIfNoEntry: false });
  if (path !== STANDARD_INPUT && (stat === undefined || stat.isFile() || stat.isDirectory())) return path;
  const folder = mkdtempSync(join(tmpdir(), "cumulog-input-"));
  cleanup.defer(() => rmSync(folder, { recursive: true, force: true }));
  const copy = join(folder, "input.log");
  await pipeline(atMost(readBytes(path), mostBytes, path), createWriteStream(copy, { mode: 0o600 }));
  return copy;
}

async function* atMost(chunks: AsyncIterable<Buffer>, most: number, path: string): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > most)
      throw new HistoryError(`What ${path} gives is longer than the ${most / 1e6} MB that npm start takes.`);
    yield Buffer.from(chunk);
  }
}

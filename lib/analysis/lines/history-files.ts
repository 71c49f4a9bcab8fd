import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { HistoryError, unreadable } from "./history-error.ts";

/**
 * Files of a history: a file stands for itself, a directory for all files in it, the empty ones left out.
 *
 * @throws HistoryError when a path does not exist or there is nothing in it
 */
export function historyFiles(paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    try {
      const files = filesUnder(path);
      if (files.length > 0) return files;
    } catch (cause) {
      throw unreadable(path, cause);
    }
    throw new HistoryError(
      statSync(path).isDirectory()
        ? `The directory ${path} has no files with lines.`
        : `The log ${path} is empty.`,
    );
  });
}

/** The path itself, or all files in a directory; the empty ones left out. @throws when it cannot be looked at */
export function filesUnder(path: string): string[] {
  const stat = statSync(path);
  if (stat.isDirectory())
    return readdirSync(path)
      .sort()
      .flatMap((name) => filesUnder(join(path, name)));
  // Pipes and devices have no size.
  return stat.isFile() && stat.size === 0 ? [] : [path];
}

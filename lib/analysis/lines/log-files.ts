import { readdirSync, realpathSync, type Stats, statSync } from "node:fs";
import { join } from "node:path";
import { HistoryError, reasonOf, unreadable } from "./history-error.ts";

/** A file of a log. */
export interface LogFile {
  readonly path: string;
  /** Whether it was asked for by its own name: then it must be readable. What only lies in a folder may be something else. */
  readonly isNamed: boolean;
  /** Bytes; 0 for what has no size, such as a pipe. */
  readonly size: number;
  /** Whether it can be read more than once. */
  readonly isRegular: boolean;
  /** When it was last written, milliseconds since the epoch. */
  readonly written: number;
}

/** The standard input as a log. */
export const STANDARD_INPUT = "-";

/** What lies in a folder and is no file of a log. */
type LeftOut = (file: string, reason: string) => void;

/**
 * Files of a log: a file or pipe stands for itself, a directory for all files in it, the empty ones left out.
 *
 * @param leftOut called for what lies in a directory and cannot be a log
 * @throws HistoryError when a path does not exist or there is nothing in it
 */
export function logFiles(paths: readonly string[], leftOut: LeftOut = () => {}): LogFile[] {
  return paths.flatMap((path) => {
    if (path === STANDARD_INPUT)
      return [{ path, isNamed: true, size: 0, isRegular: false, written: Date.now() }];
    let stat: Stats;
    let files: LogFile[];
    try {
      stat = statSync(path);
      files = stat.isDirectory() ? filesIn(path, leftOut, new Set()) : [fileOf(path, stat, true)];
    } catch (cause) {
      throw unreadable(path, cause);
    }
    const filled = files.filter(({ size, isRegular }) => size > 0 || !isRegular);
    if (filled.length > 0) return filled;
    throw new HistoryError(
      stat.isDirectory() ? `The directory ${path} has no files with lines.` : `The log ${path} is empty.`,
    );
  });
}

/** The path itself, or all files in a directory; the empty ones left out. @throws when it cannot be looked at */
export const filesUnder = (path: string): string[] =>
  statSync(path).isDirectory()
    ? filesIn(path, () => {}, new Set())
        .filter(({ size }) => size > 0)
        .map((file) => file.path)
    : statSync(path).isFile() && statSync(path).size === 0
      ? []
      : [path];

function fileOf(path: string, stat: Stats, isNamed: boolean): LogFile {
  const isRegular = stat.isFile();
  return { path, isNamed, size: isRegular ? stat.size : 0, isRegular, written: stat.mtimeMs };
}

function filesIn(folder: string, leftOut: LeftOut, visited: Set<string>): LogFile[] {
  // A link may lead back to a directory above.
  const real = realpathSync(folder);
  if (visited.has(real)) return [];
  visited.add(real);
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      try {
        const stat = statSync(path);
        if (stat.isDirectory()) return filesIn(path, leftOut, visited);
        if (stat.isFile()) return [fileOf(path, stat, false)];
        leftOut(path, "it is no file");
      } catch (cause) {
        leftOut(path, reasonOf(cause));
      }
      return [];
    });
}

import { type LineBlock, textAt } from "./line-block.ts";
import { readBlocks } from "./read-blocks.ts";
import type { ReadOptions } from "./read-file.ts";
import type { LinePlace, ReadingReport } from "./reading-report.ts";

export { HistoryError } from "./history-error.ts";
export type { ReadOptions } from "./read-file.ts";
export { type LinePlace, type ReadingReport, type StrayLine, warningsOf } from "./reading-report.ts";

/** An event of a log. */
export interface HistoryEvent {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly message: string;
}

/** A line of a log, with where it stands. */
export interface LogLine extends HistoryEvent, LinePlace {}

/** A log that is being read: batches of lines, and what was noticed on the way. */
export interface LogReading extends AsyncIterable<LogLine[]> {
  /** It grows until the last line was given. */
  readonly report: ReadingReport;
}

/**
 * Reads files, directories and pipes (`-` is the standard input), plain or packed by gzip, zstd, xz or bzip2, in bounded memory.
 * Lines come in the order of their times, also across files, as far as they are not behind by more than some megabytes. A line
 * without a time, such as one of a stack trace, has the time of the line before it. Lines with stray times are left out, and what
 * lies in a directory and is no log too: the report tells of them.
 *
 * @throws HistoryError when a path does not exist or is empty; while reading, when a file that was named cannot be read or has no
 *   times, or none of a directory has
 */
export function readLog(paths: readonly string[], options: ReadOptions = {}): LogReading {
  const reading = readBlocks(paths, options);
  return {
    report: reading.report,
    async *[Symbol.asyncIterator]() {
      for await (const block of reading) yield linesOf(block, reading.files);
    },
  };
}

/** Lines of a block as objects. */
export function linesOf(block: LineBlock, files: readonly string[]): LogLine[] {
  return Array.from({ length: block.count }, (_, index) => ({
    timestamp: block.times[index]!,
    message: textAt(block, index),
    file: files[block.files[index]!]!,
    line: block.lines[index]!,
  }));
}

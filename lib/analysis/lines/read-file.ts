import type { ChunkMemory } from "./chunk-memory.ts";
import { cutLines, type UndatedBlock } from "./cut-lines.ts";
import { dateLines, textsOf } from "./date-lines.ts";
import { UTC } from "./dates/zone.ts";
import type { DatingOptions } from "./dating.ts";
import { leaveOutStray } from "./leave-out-stray.ts";
import type { LineBlock } from "./line-block.ts";
import type { LogFile } from "./log-files.ts";
import { putInOrder } from "./put-in-order.ts";
import { readBytes } from "./read-bytes.ts";
import { noteLate, noteStray, type ReadingReport } from "./reading-report.ts";

const YEAR = 366 * 86_400_000;
const NEW_LINE = 0x0a;
const SMALL_BYTES = 1 << 24;
/** Characters of a line that hold its date. */
const LINE_START = 1_000;

/** How files are read. */
export interface ReadOptions extends DatingOptions {
  /** Whether lines with stray times stay, at the time of the line before. @default false */
  readonly keepStray?: boolean;
  /** Where memory is taken from, by those that give it back. @default new memory for each part */
  readonly memory?: ChunkMemory;
  /** Called with the number of bytes of each part that was read. */
  readonly onRead?: (bytes: number) => void;
}

/** Lines of one file in the order of their times. @param place of the file in the list of them */
export async function* readFile(
  file: LogFile,
  place: number,
  options: ReadOptions,
  report: ReadingReport,
): AsyncGenerator<LineBlock> {
  const { path, written } = file;
  const now = (options.now ?? Date.now)();
  const dated = datedLines(file, place, options, {
    note: (what) => report.notes.push(`${path}: ${what}.`),
    onCut: (count) => {
      report.cut += count;
    },
  });
  const steady = leaveOutStray(dated, {
    latest: Math.max(now, written) + YEAR,
    keep: options.keepStray ?? false,
    onStray: (line, timestamp) => noteStray(report, { file: path, line, timestamp }),
    onUndated: (count) => {
      report.undated += count;
    },
  });
  yield* putInOrder(steady, {
    onLate: ({ lines }, index, milliseconds) =>
      noteLate(report, { file: path, line: lines[index]! }, milliseconds),
  });
}

/** Lines of one file as it has them, `NaN` the time of those that have none. */
export function datedLines(
  { path, written, isRegular, size }: LogFile,
  place: number,
  { onRead, memory, ...options }: ReadOptions,
  { note, onCut }: { note?: (what: string) => void; onCut?: (lines: number) => void } = {},
): AsyncGenerator<LineBlock> {
  const lines = (each?: (bytes: number) => void) => cutLines(readBytes(path, each), memory);
  return dateLines(noted(lines(onRead), onCut), {
    ...options,
    zone: options.zone ?? UTC,
    file: place,
    written: writtenOf(written, (options.now ?? Date.now)()),
    note,
    ...(isRegular && { survey: () => surveyOf(path, size) }),
  });
}

/** All lines of a small file; of a large one a few of each part, which are enough to tell where a year ends. */
async function* surveyOf(path: string, size: number): AsyncGenerator<readonly string[]> {
  if (size < SMALL_BYTES) {
    for await (const block of cutLines(readBytes(path))) yield textsOf(block);
    return;
  }
  for await (const chunk of readBytes(path)) {
    const start = chunk.indexOf(NEW_LINE) + 1;
    const end = chunk.lastIndexOf(NEW_LINE);
    const textAt = (from: number) => chunk.toString("latin1", from, Math.min(from + LINE_START, end));
    if (end > start) yield [textAt(start), textAt(chunk.lastIndexOf(NEW_LINE, end - 1) + 1)];
  }
}

async function* noted(
  blocks: AsyncIterable<UndatedBlock>,
  onCut: ((lines: number) => void) | undefined,
): AsyncGenerator<UndatedBlock> {
  for await (const block of blocks) {
    if (block.cut > 0) onCut?.(block.cut);
    yield block;
  }
}

/** Files out of archives may have been "written" in 1970. */
const writtenOf = (written: number, now: number): number =>
  written < Date.UTC(1990, 0, 1) || written > now ? now : written;

import { NoTimesError } from "./date-lines.ts";
import { HistoryError, reasonOf, unreadable } from "./history-error.ts";
import { BlockBuilder, type LineBlock } from "./line-block.ts";
import { type LogFile, logFiles } from "./log-files.ts";
import { datedLines, type ReadOptions, readFile } from "./read-file.ts";
import { emptyReport, type ReadingReport } from "./reading-report.ts";
import { timestampFormatNames } from "./timestamp.ts";

const PART_LINES = 4_096;

/** A log that is being read, many lines at a time. */
export interface BlockReading extends AsyncIterable<LineBlock> {
  /** Paths of the files, by the places that the lines name. */
  readonly files: readonly string[];
  readonly report: ReadingReport;
}

/**
 * Lines of files and directories as blocks, in the order of their times also across files. A file is open only while its times
 * are due, and memory is bounded.
 *
 * @throws HistoryError when a path does not exist or is empty; while reading, when a file that was named cannot be read or has no
 *   times, or none of a directory has
 */
export function readBlocks(paths: readonly string[], options: ReadOptions = {}): BlockReading {
  const report = emptyReport();
  const files = logFiles(paths, (file, reason) => report.leftOut.push({ file, reason }));
  const merge = new Merge(files, options, report);
  return {
    files: files.map(({ path }) => path),
    report,
    [Symbol.asyncIterator]: () => merge.blocks(),
  };
}

/** A file that is being read. */
interface Reading {
  readonly file: LogFile;
  readonly blocks: AsyncGenerator<LineBlock>;
  /** Lines that are not given yet, from `next` on. */
  block: LineBlock;
  next: number;
}

class Merge {
  readonly #files: readonly LogFile[];
  readonly #options: ReadOptions;
  readonly #report: ReadingReport;
  readonly #readings: Reading[] = [];
  readonly #builder = new BlockBuilder();

  constructor(files: readonly LogFile[], options: ReadOptions, report: ReadingReport) {
    this.#files = files;
    this.#options = options;
    this.#report = report;
  }

  async *blocks(): AsyncGenerator<LineBlock> {
    try {
      for await (const block of this.#files.length === 1 ? this.#only() : this.#merged()) {
        this.#report.lines += block.count;
        yield block;
      }
      if (this.#report.lines === 0) this.#refuse();
    } finally {
      for (const { blocks } of this.#readings) await blocks.return(undefined);
    }
  }

  async *#only(): AsyncGenerator<LineBlock> {
    const [file] = this.#files as readonly [LogFile];
    try {
      yield* readFile(file, 0, this.#options, this.#report);
    } catch (cause) {
      this.#leaveOut(file, cause);
    }
  }

  async *#merged(): AsyncGenerator<LineBlock> {
    const readings = this.#readings;
    const waiting = await this.#inOrderOfStart();
    while (waiting.length > 0 || readings.length > 0) {
      const earliest = earliestOf(readings);
      const start = waiting[0]?.start ?? Number.POSITIVE_INFINITY;
      if (earliest === undefined || start < timeOf(earliest)) {
        await this.#begin(waiting.shift()!.place);
        continue;
      }
      const others = readings.filter((reading) => reading !== earliest).map(timeOf);
      this.#takeUntil(Math.min(start, ...others), earliest);
      if (earliest.next === earliest.block.count && !(await this.#refill(earliest)))
        readings.splice(readings.indexOf(earliest), 1);
      if (this.#builder.count >= PART_LINES) yield this.#builder.take();
    }
    if (this.#builder.count > 0) yield this.#builder.take();
  }

  /** Moves the lines that are due before others, at least one. */
  #takeUntil(limit: number, reading: Reading): void {
    const { block } = reading;
    let to = reading.next + 1;
    while (to < block.count && block.times[to]! <= limit) to++;
    this.#builder.add(block, reading.next, to);
    reading.next = to;
  }

  async #begin(place: number): Promise<void> {
    const file = this.#files[place]!;
    const blocks = readFile(file, place, this.#options, this.#report);
    const reading: Reading = { file, blocks, block: undefined as never, next: 0 };
    if (await this.#refill(reading)) this.#readings.push(reading);
  }

  /** Whether there are further lines. */
  async #refill(reading: Reading): Promise<boolean> {
    try {
      const { value, done } = await reading.blocks.next();
      if (done) return false;
      reading.block = value;
      reading.next = 0;
      return true;
    } catch (cause) {
      this.#leaveOut(reading.file, cause);
      return false;
    }
  }

  /** Pipes are opened once: their lines are due from the start. */
  async #inOrderOfStart(): Promise<{ readonly place: number; readonly start: number }[]> {
    const starts = [];
    for (const [place, file] of this.#files.entries()) {
      const start = file.isRegular ? await this.#startOf(file) : Number.NEGATIVE_INFINITY;
      if (start !== undefined) starts.push({ place, start });
    }
    return starts.sort((one, other) => one.start - other.start);
  }

  /** The earliest time of the first lines. */
  async #startOf(file: LogFile): Promise<number | undefined> {
    const { onRead: _, ...options } = this.#options;
    try {
      for await (const { times } of datedLines(file, 0, options)) {
        const known = times.filter((time) => !Number.isNaN(time));
        if (known.length > 0) return known.reduce((least, time) => Math.min(least, time));
      }
    } catch (cause) {
      this.#leaveOut(file, cause);
    }
    return undefined;
  }

  /** What only lies in a directory may be something else than a log. @throws HistoryError for a file that was named */
  #leaveOut(file: LogFile, cause: unknown): void {
    if (!file.isNamed) {
      this.#report.leftOut.push({ file: file.path, reason: reasonOf(cause) });
      return;
    }
    if (cause instanceof HistoryError || (cause as Error).name === "UnknownTimestampFormatError") throw cause;
    throw cause instanceof NoTimesError ? withoutTimes(file.path) : unreadable(file.path, cause);
  }

  #refuse(): never {
    const files = this.#report.leftOut.map(({ file, reason }) => `${file} (${reason})`);
    throw new HistoryError(
      `There are no lines with times in ${this.#files.length === 1 ? this.#files[0]!.path : "these files"}${files.length > 0 ? `: ${files.slice(0, 5).join(", ")}` : ""}. ${EXPECTED}`,
    );
  }
}

const EXPECTED = `Expected times as ${timestampFormatNames.join(", ")}, or --timestamp-format with a pattern such as "%d.%m.%Y %H:%M:%S".`;

const withoutTimes = (path: string): HistoryError =>
  new HistoryError(`No times were found in the first lines of ${path}. ${EXPECTED}`);

const timeOf = ({ block, next }: Reading): number => block.times[next]!;

function earliestOf(readings: readonly Reading[]): Reading | undefined {
  let earliest = readings[0];
  for (const reading of readings) if (timeOf(reading) < timeOf(earliest!)) earliest = reading;
  return earliest;
}

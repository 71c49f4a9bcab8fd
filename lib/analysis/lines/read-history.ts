import { Dating } from "./dating.ts";
import type { HistoryEvent } from "./history-event.ts";
import { historyFiles } from "./history-files.ts";
import { readLines } from "./read-lines.ts";
import type { TimestampFormat } from "./timestamp.ts";

export { HistoryError } from "./history-error.ts";
export type { HistoryEvent } from "./history-event.ts";

export interface ReadOptions {
  /** @default guessed from the first lines of each file */
  readonly format?: TimestampFormat;
  /** Called with the number of bytes of each part that was read. */
  readonly onRead?: (bytes: number) => void;
}

const BATCH_EVENTS = 5_000;

/** A file that is being read: events that are not merged yet, and where the next come from. */
interface Reading {
  events: HistoryEvent[];
  next: number;
  readonly batches: AsyncGenerator<HistoryEvent[]>;
}

/**
 * Events of files, directories and gzip files, in the order of their times also across files (within a file, as the file
 * has them). A line without a time, such as one of a stack trace, has the time of the line before it. A file is open only
 * while its times are due.
 *
 * @throws HistoryError when a file cannot be read, or there are no times
 */
export async function* readHistory(
  paths: readonly string[],
  options: ReadOptions = {},
): AsyncGenerator<HistoryEvent[]> {
  const files = historyFiles(paths);
  if (files.length === 1) {
    yield* readFile(files[0]!, options);
    return;
  }
  const waiting = await inOrderOfStart(files, options);
  const readings: Reading[] = [];
  let merged: HistoryEvent[] = [];
  while (waiting.length > 0 || readings.length > 0) {
    const earliest = earliestOf(readings);
    const start = waiting[0]?.start ?? Number.POSITIVE_INFINITY;
    if (earliest === undefined || start < timeOf(earliest)) {
      await begin(waiting.shift()!.path, options, readings);
      continue;
    }
    const others = readings.filter((reading) => reading !== earliest).map(timeOf);
    takeUntil(Math.min(start, ...others), earliest, merged);
    if (earliest.next === earliest.events.length && !(await refill(earliest)))
      readings.splice(readings.indexOf(earliest), 1);
    if (merged.length < BATCH_EVENTS) continue;
    yield merged;
    merged = [];
  }
  if (merged.length > 0) yield merged;
}

const timeOf = ({ events, next }: Reading): number => events[next]!.timestamp;

function earliestOf(readings: readonly Reading[]): Reading | undefined {
  let earliest = readings[0];
  for (const reading of readings) if (timeOf(reading) < timeOf(earliest!)) earliest = reading;
  return earliest;
}

/** Moves the events that are due before others, at least one. */
function takeUntil(limit: number, reading: Reading, merged: HistoryEvent[]): void {
  do merged.push(reading.events[reading.next++]!);
  while (reading.next < reading.events.length && timeOf(reading) <= limit);
}

async function begin(path: string, options: ReadOptions, readings: Reading[]): Promise<void> {
  const reading: Reading = { events: [], next: 0, batches: readFile(path, options) };
  if (await refill(reading)) readings.push(reading);
}

/** Whether there are further events. */
async function refill(reading: Reading): Promise<boolean> {
  do {
    const { value, done } = await reading.batches.next();
    if (done) return false;
    reading.events = value;
    reading.next = 0;
  } while (reading.events.length === 0);
  return true;
}

async function inOrderOfStart(
  files: readonly string[],
  { format }: ReadOptions,
): Promise<{ readonly path: string; readonly start: number }[]> {
  const starts = [];
  for (const path of files)
    for await (const [first] of readFile(path, format ? { format } : {})) {
      if (first === undefined) continue;
      starts.push({ path, start: first.timestamp });
      break;
    }
  return starts.sort((one, other) => one.start - other.start);
}

/** Events of one file in the order of its lines. */
async function* readFile(path: string, { format, onRead }: ReadOptions): AsyncGenerator<HistoryEvent[]> {
  const dating = new Dating(path, format);
  for await (const lines of readLines(path, onRead)) yield dating.take(lines);
  yield dating.finish();
}

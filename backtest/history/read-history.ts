import { createReadStream, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { createGunzip } from "node:zlib";
import { detectTimestampFormat, type TimestampFormat } from "./timestamp.ts";

/** An event of a history. */
export interface HistoryEvent {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly message: string;
}

/** A history that cannot be read. */
export class HistoryError extends Error {
  override readonly name = "HistoryError";
}

export interface ReadOptions {
  /** @default guessed from the first lines of each file */
  readonly format?: TimestampFormat;
  /** Called with the bytes read so far. */
  readonly onProgress?: (bytes: number) => void;
}

const LINES_TO_GUESS_FROM = 50;
const CHUNK_BYTES = 1 << 20;
/** A line without a break for so long is no line; it is cut here, so that memory stays bounded. */
const LONGEST_LINE = 1 << 20;

/**
 * Files of a history in the order of their names: a file stands for itself, a directory for all files in it.
 *
 * @throws HistoryError when a path does not exist or a directory has no files
 */
export function historyFiles(paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    let isDirectory: boolean;
    try {
      isDirectory = statSync(path).isDirectory();
    } catch (cause) {
      throw new HistoryError(`The log ${path} cannot be read: ${(cause as Error).message}`, { cause });
    }
    if (!isDirectory) return [path];
    const files = readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    if (files.length === 0) throw new HistoryError(`The directory ${path} has no files.`);
    return files;
  });
}

/** Batches of lines of a file, unpacked when it is gzip (by its first bytes, whatever its name). Memory is bounded. */
export async function* readLines(
  path: string,
  onProgress?: (bytes: number) => void,
): AsyncGenerator<string[]> {
  const packed = await isGzip(path);
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  let bytes = 0;
  file.on("data", (chunk) => {
    bytes += chunk.length;
    onProgress?.(bytes);
  });
  const source = packed ? file.pipe(createGunzip({ chunkSize: CHUNK_BYTES })) : file;
  if (source !== file) file.on("error", (error) => source.destroy(error));
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for await (const chunk of source) {
      const lines = (rest + decoder.decode(chunk as Buffer, { stream: true })).split("\n");
      rest = lines.pop()!;
      if (rest.length > LONGEST_LINE) {
        lines.push(rest);
        rest = "";
      }
      yield lines;
    }
  } catch (cause) {
    throw new HistoryError(`The log ${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
  rest += decoder.decode();
  if (rest !== "") yield [rest];
}

async function isGzip(path: string): Promise<boolean> {
  const head = createReadStream(path, { end: 1 });
  try {
    for await (const chunk of head) return (chunk as Buffer)[0] === 0x1f && (chunk as Buffer)[1] === 0x8b;
  } catch (cause) {
    throw new HistoryError(`The log ${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
  return false;
}

/**
 * Events of files, directories and gzip files. A line without a time, such as one of a stack trace, has the time of the
 * line before it.
 *
 * @throws HistoryError when a file cannot be read or has no times
 */
export async function* readHistory(
  paths: readonly string[],
  options: ReadOptions = {},
): AsyncGenerator<HistoryEvent[]> {
  for (const path of historyFiles(paths)) {
    let { format } = options;
    let last: number | undefined;
    let waiting: string[] = [];
    for await (const lines of readLines(path, options.onProgress)) {
      waiting.push(...lines);
      if (!format && waiting.length < LINES_TO_GUESS_FROM) continue;
      format ??= guessed(path, waiting);
      const [events, newest] = dated(waiting, format, last);
      last = newest;
      waiting = [];
      yield events;
    }
    if (waiting.length > 0) yield dated(waiting, format ?? guessed(path, waiting), last)[0];
  }
}

function guessed(path: string, lines: readonly string[]): TimestampFormat {
  const format = detectTimestampFormat(lines.slice(0, LINES_TO_GUESS_FROM));
  if (format) return format;
  throw new HistoryError(
    `No times were found in the first lines of ${path}: name their format with --timestamp-format.`,
  );
}

function dated(
  lines: readonly string[],
  format: TimestampFormat,
  last: number | undefined,
): [HistoryEvent[], number | undefined] {
  const events: HistoryEvent[] = [];
  let time = last;
  for (const line of lines) {
    if (line === "") continue;
    const message = line.endsWith("\r") ? line.slice(0, -1) : line;
    time = format.read(message) ?? time;
    if (time !== undefined) events.push({ timestamp: time, message });
  }
  return [events, time];
}

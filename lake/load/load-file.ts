import { basename } from "node:path";
import {
  type Contract,
  eventOfEntry,
  type Members,
  membersOf,
  readLog,
  type TimestampFormat,
  timestampFormat,
} from "cumulog/analysis";
import type { Source } from "../store/state.ts";
import type { InFlight } from "./in-flight.ts";
import { type LoadCount, REJECTIONS } from "./result.ts";
import type { RowWriter } from "./rows.ts";
import { type LineShape, shapeOf } from "./shape.ts";
import { shapeQuery } from "./shape-query.ts";
import {
  beginningOf,
  type Chunk,
  ChunkMemory,
  chunksOf,
  fingerprintOf,
  knownBeginning,
  type ReadSoFar,
} from "./source.ts";
import type { Staging } from "./staging.ts";

const LINES_TO_LEARN_FROM = 500;
/** Of the lines at the start, so many must be JSON for the rest to be read so. */
const MOSTLY = 0.5;
/** Of the lines of a chunk, so many may need the long way before the short one is given up. */
const FEW = 0.2;
/** A part of a line that was cut has so many characters at least, but the last. */
const CUT_LINE = 250_000;

export interface FileLoad {
  readonly staging: Staging;
  readonly writer: RowWriter;
  readonly contract: Contract;
  readonly count: LoadCount;
  readonly inFlight: InFlight;
  /** Name or pattern of the times of lines. */
  readonly timestampFormat: string | undefined;
  readonly onRead: ((bytes: number) => void) | undefined;
  readonly signal: AbortSignal | undefined;
}

interface JsonLoad extends FileLoad {
  readonly json: TimestampFormat;
}

/**
 * Loads what is new of a file.
 *
 * @param sources files of which the lake has the beginning
 * @param taken sources that other files of this load are
 * @returns what the lake has of it from now on
 */
export async function loadFile(
  path: string,
  sources: readonly Source[],
  taken: Set<Source>,
  load: FileLoad,
): Promise<Source> {
  const beginning = await beginningOf(path);
  const fingerprint = fingerprintOf(beginning);
  const alike = sources.filter((source) => source.fingerprint === fingerprint);
  const known = await knownBeginning(
    path,
    alike.filter((source) => !taken.has(source)),
  );
  if (known !== undefined) taken.add(known);
  const ordinal = known?.ordinal ?? Math.max(-1, ...alike.map((source) => source.ordinal)) + 1;
  const idStart = ordinal === 0 ? `${fingerprint}-` : `${fingerprint}.${ordinal}-`;
  load.count.read += known?.lines ?? 0;
  load.count.reject(REJECTIONS.known, known?.lines ?? 0);
  const progress: ReadSoFar = { bytes: 0, checksum: 0, lines: 0, cut: 0 };
  const json = timestampFormat("json");
  const documents = load.timestampFormat === undefined ? jsonLines(beginning, json) : undefined;
  if (documents === undefined) await loadText(path, idStart, known, progress, load);
  else await loadJson(path, idStart, known, progress, documents, { ...load, json });
  const { cut, ...read } = progress;
  load.count.cut += cut;
  return { fingerprint, ordinal, ...read };
}

/** The JSON objects with times at the start of a file; undefined when it is a file of other lines. */
function jsonLines(beginning: Buffer, json: TimestampFormat): Members[] | undefined {
  const lines = beginning.toString("utf8").split("\n").slice(0, LINES_TO_LEARN_FROM);
  if (lines.length > 1 && lines.length < LINES_TO_LEARN_FROM) lines.pop();
  const full = lines.filter((line) => line.trim() !== "");
  const documents = full.flatMap((line) => {
    const members = json.read(line) === undefined ? undefined : membersOf(line);
    return members === undefined ? [] : [members];
  });
  return documents.length > 0 && documents.length >= full.length * MOSTLY ? documents : undefined;
}

/** Lines of any format, by the reader that the backtest has too. */
async function loadText(
  path: string,
  idStart: string,
  known: Source | undefined,
  progress: ReadSoFar,
  { writer, count, timestampFormat, onRead, signal }: FileLoad,
): Promise<void> {
  // Reads the file once for its account, and once for its lines.
  const memory = new ChunkMemory();
  for await (const { bytes } of chunksOf(path, known, progress, memory)) {
    signal?.throwIfAborted();
    memory.release(bytes);
  }
  const skip = known?.lines ?? 0;
  const cut = new Set<number>();
  let given = 0;
  const reading = readLog([path], { timestampFormat, ...(onRead !== undefined && { onRead }) });
  for await (const lines of reading) {
    signal?.throwIfAborted();
    for (const { timestamp, message, line } of lines) {
      // Of a line that was cut, the beginning is loaded.
      if (line <= skip || cut.has(line)) continue;
      if (message.length >= CUT_LINE) cut.add(line);
      given += 1;
      await writer.add(
        { timestamp, message: withoutExportTime(message), logStream: basename(path) },
        `${idStart}${line}`,
      );
    }
  }
  progress.cut = reading.report.cut;
  const lines = progress.lines - skip;
  const stray = Math.min(lines - given, reading.report.stray.count);
  count.read += lines;
  count.reject(REJECTIONS.stray, stray);
  count.reject(REJECTIONS.empty, lines - given - stray);
}

const EXPORTED_JSON = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z (?=\{)/;

/** An export task of CloudWatch Logs puts the time in front of each event: behind it, a JSON object is the event itself. */
const withoutExportTime = (line: string): string =>
  line.endsWith("}") ? line.replace(EXPORTED_JSON, "") : line;

async function loadJson(
  path: string,
  idStart: string,
  known: Source | undefined,
  progress: ReadSoFar,
  documents: readonly Members[],
  load: JsonLoad,
): Promise<void> {
  let shape = documents.some(isEntry) ? undefined : shapeOf(documents, load.contract);
  const query = shape && shapeQuery(shape, load.contract, load.staging.withTemplates);
  let lastTime = load.json.read(JSON.stringify(documents[0]))!;
  const memory = new ChunkMemory();
  for await (const chunk of chunksOf(path, known, progress, memory, load.onRead)) {
    load.signal?.throwIfAborted();
    load.count.read += chunk.lines;
    const before = lastTime;
    lastTime = lastTimeIn(chunk.bytes, load.json) ?? lastTime;
    await load.inFlight.start(async () => {
      const isShaped = shape !== undefined && query !== undefined;
      if (!isShaped) await loadLines(chunk, idStart, before, path, load);
      else if (!(await loadByShape(chunk, query, shape!, idStart, before, path, load))) shape = undefined;
      memory.release(chunk.bytes);
    });
  }
}

/** @returns whether most of the lines had the shape */
async function loadByShape(
  chunk: Chunk,
  query: string,
  shape: LineShape,
  idStart: string,
  before: number,
  path: string,
  load: JsonLoad,
): Promise<boolean> {
  let left: Awaited<ReturnType<Staging["writeLines"]>>;
  try {
    left = await load.staging.writeLines(
      query,
      chunk.bytes,
      idStart,
      chunk.firstLine,
      basename(path),
      shape.columns.has("event_id"),
    );
  } catch (error) {
    if (!isAboutContent(error as Error)) throw error;
    await loadLines(chunk, idStart, before, path, load);
    return false;
  }
  load.count.reject(REJECTIONS.empty, emptyLinesIn(chunk));
  for (const { number, line } of left) {
    const time = load.json.read(line) ?? timeBefore(chunk, number, load.json) ?? before;
    await load.writer.add(eventOf(line, time, path), `${idStart}${number}`);
  }
  return left.length <= chunk.lines * FEW;
}

/** The time of the nearest line ahead of one in its chunk. */
function timeBefore({ bytes, firstLine }: Chunk, number: number, json: TimestampFormat): number | undefined {
  const lines = bytes.toString("utf8").split("\n");
  for (let index = number - firstLine - 1; index >= 0; index -= 1) {
    const time = json.read(lines[index]!);
    if (time !== undefined) return time;
  }
  return undefined;
}

/** A line that is no JSON or no UTF-8; anything else, such as a full disk, is not the line's fault. */
const isAboutContent = ({ message }: Error): boolean =>
  /Malformed JSON|decode|UTF-?8|Unicode|json/i.test(message) && !/No space|disk|Out of Memory/i.test(message);

async function loadLines(
  { bytes, firstLine }: Chunk,
  idStart: string,
  before: number,
  path: string,
  { writer, count, json }: JsonLoad,
): Promise<void> {
  let time = before;
  let number = firstLine - 1;
  const lines = new TextDecoder().decode(bytes).split("\n");
  if (lines.at(-1) === "") lines.pop();
  for (const text of lines) {
    number += 1;
    const line = text.endsWith("\r") ? text.slice(0, -1) : text;
    if (line === "") {
      count.reject(REJECTIONS.empty, 1);
      continue;
    }
    time = json.read(line) ?? time;
    await writer.add(eventOf(line, time, path), `${idStart}${number}`);
  }
}

function eventOf(line: string, timestamp: number, path: string) {
  const entry = line.includes('"logName"') ? membersOf(line) : undefined;
  const event = entry && isEntry(entry) ? eventOfEntry(entry) : undefined;
  return event ?? { timestamp, message: line, logStream: basename(path) };
}

/** An entry of Cloud Logging, as a sink writes it to a bucket. */
const isEntry = (members: Members): boolean =>
  typeof members["logName"] === "string" && typeof members["insertId"] === "string";

const LINES_TO_LOOK_BACK = 200;

/** The time of the last line that has one, for lines without one at the start of the next chunk. */
function lastTimeIn(bytes: Buffer, json: TimestampFormat): number | undefined {
  let end = bytes.length;
  for (let looked = 0; looked < LINES_TO_LOOK_BACK && end > 0; looked += 1) {
    const start = bytes.lastIndexOf(10, end - 2) + 1;
    const time = json.read(bytes.toString("utf8", start, end));
    if (time !== undefined) return time;
    end = start;
  }
  return undefined;
}

/** The engine left out the lines without a character. */
function emptyLinesIn({ bytes }: Chunk): number {
  let count = bytes[0] === 10 ? 1 : 0;
  for (let at = bytes.indexOf("\n\n"); at !== -1; at = bytes.indexOf("\n\n", at + 1)) count += 1;
  return count;
}

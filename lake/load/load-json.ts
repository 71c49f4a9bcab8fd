import { basename } from "node:path";
import { eventOfEntry, type Members, membersOf, type TimestampFormat } from "cumulog/analysis";
import type { Source } from "../store/state.ts";
import type { FileLoad } from "./file-load.ts";
import { REJECTIONS } from "./result.ts";
import { type LineShape, shapeOf } from "./shape.ts";
import { shapeQuery } from "./shape-query.ts";
import { type Chunk, ChunkMemory, chunksOf, type ReadSoFar } from "./source.ts";
import type { Staging } from "./staging.ts";

/** Of the lines of a chunk, so many may need the long way before the short one is given up. */
const FEW = 0.2;

interface JsonLoad extends FileLoad {
  readonly json: TimestampFormat;
}

/**
 * Lines of JSON, and other lines between them: by the engine while most have the shape of the first, each by itself else.
 *
 * @param documents the objects at the start of the file
 */
export async function loadJson(
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

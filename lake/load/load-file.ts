import { basename } from "node:path";
import { type Members, membersOf, readLog, type TimestampFormat, timestampFormat } from "cumulog/analysis";
import type { Source } from "../store/state.ts";
import type { FileLoad } from "./file-load.ts";
import { loadJson } from "./load-json.ts";
import { REJECTIONS } from "./result.ts";
import {
  beginningOf,
  ChunkMemory,
  chunksOf,
  fingerprintOf,
  knownBeginning,
  type ReadSoFar,
} from "./source.ts";

const LINES_TO_LEARN_FROM = 500;
/** Of the lines at the start, so many must be JSON for the rest to be read so. */
const MOSTLY = 0.5;
/** A part of a line that was cut has so many characters at least, but the last. */
const CUT_LINE = 250_000;

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

import { createHash } from "node:crypto";
import zlib from "node:zlib";
import { HistoryError, readBytes, unreadable } from "cumulog/analysis";
import type { Source } from "../store/state.ts";

const CHUNK_BYTES = 8 * 1024 * 1024;
const READ_BYTES = 1 << 20;
const NEW_LINE = 10;
const KEPT_OF_LONG_LINE = 1 << 20;
/** A fingerprint looks no further: some lines have no end. */
const FINGERPRINT_BYTES = 1 << 16;

/** Memory of chunks, used again: fresh memory costs more than what is done with it. */
export class ChunkMemory {
  readonly #free: Buffer[] = [];

  take(): Buffer {
    return this.#free.pop() ?? Buffer.allocUnsafeSlow(CHUNK_BYTES);
  }

  /** @param bytes of a chunk that nobody reads any more */
  release({ buffer }: Buffer): void {
    if (buffer.byteLength === CHUNK_BYTES) this.#free.push(Buffer.from(buffer, 0, CHUNK_BYTES));
  }
}

/** Whole lines of a file, with their line breaks. */
export interface Chunk {
  readonly bytes: Buffer;
  /** Line breaks in it, and one for a last line that has none. */
  readonly lines: number;
  /** Number of its first line, counted from 1. */
  readonly firstLine: number;
}

/** Bytes of a file, unpacked when it is packed. */
async function* bytesOf(path: string, onRead?: (bytes: number) => void): AsyncGenerator<Buffer> {
  try {
    yield* readBytes(path, onRead);
  } catch (cause) {
    throw cause instanceof HistoryError ? cause : unreadable(path, cause);
  }
}

/** The beginning of a file, unpacked. */
export async function beginningOf(path: string, most = READ_BYTES): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of bytesOf(path)) {
    parts.push(part);
    length += part.length;
    if (length >= most) break;
  }
  return Buffer.concat(parts).subarray(0, most);
}

/** The same for a file that grew, was renamed or packed. */
export function fingerprintOf(beginning: Buffer): string {
  const start = beginning.subarray(0, FINGERPRINT_BYTES);
  const end = start.indexOf(NEW_LINE);
  return createHash("sha256")
    .update(end === -1 ? start : start.subarray(0, end))
    .digest("hex")
    .slice(0, 16);
}

/** Which of some sources is the beginning of the file. */
export async function knownBeginning(
  path: string,
  candidates: readonly Source[],
): Promise<Source | undefined> {
  if (candidates.length === 0) return undefined;
  const waiting = [...candidates].sort((one, other) => one.bytes - other.bytes);
  let [bytes, checksum] = [0, 0];
  let known: Source | undefined;
  for await (const part of bytesOf(path)) {
    let from = 0;
    while (waiting.length > 0 && waiting[0]!.bytes <= bytes + part.length) {
      const candidate = waiting.shift()!;
      const to = candidate.bytes - bytes;
      checksum = zlib.crc32(part.subarray(from, to), checksum);
      from = to;
      if (checksum === candidate.checksum) known = candidate;
    }
    if (waiting.length === 0) break;
    checksum = zlib.crc32(part.subarray(from), checksum);
    bytes += part.length;
  }
  return known;
}

/** What was read of a file in the end. */
export interface ReadSoFar {
  bytes: number;
  checksum: number;
  lines: number;
  /** Lines that are longer than a chunk: of these the beginning is given. */
  cut: number;
}

/**
 * Chunks of whole lines behind what is known.
 *
 * @param memory to which chunks are given back when they are done
 * @param progress is kept up to date; after the last chunk it describes the file
 */
export async function* chunksOf(
  path: string,
  known: Source | undefined,
  progress: ReadSoFar,
  memory: ChunkMemory,
  onRead?: (bytes: number) => void,
): AsyncGenerator<Chunk> {
  let skip = known?.bytes ?? 0;
  progress.lines = known?.lines ?? 0;
  let buffer = memory.take();
  let filled = 0;
  let isInLongLine = false;
  for await (const part of bytesOf(path, onRead)) {
    progress.checksum = zlib.crc32(part, progress.checksum);
    progress.bytes += part.length;
    if (skip >= part.length) {
      skip -= part.length;
      continue;
    }
    let rest = part.subarray(skip);
    skip = 0;
    if (isInLongLine) {
      // Its beginning is kept; the rest of it is read past.
      const end = rest.indexOf(NEW_LINE);
      if (end === -1) continue;
      rest = rest.subarray(end);
      isInLongLine = false;
    }
    while (filled + rest.length > buffer.length) {
      const fitting = rest.subarray(0, buffer.length - filled);
      fitting.copy(buffer, filled);
      rest = rest.subarray(fitting.length);
      const end = buffer.lastIndexOf(NEW_LINE) + 1;
      if (end === 0) {
        filled = KEPT_OF_LONG_LINE;
        progress.cut += 1;
        const lineEnd = rest.indexOf(NEW_LINE);
        isInLongLine = lineEnd === -1;
        rest = isInLongLine ? rest.subarray(rest.length) : rest.subarray(lineEnd);
        continue;
      }
      const next = memory.take();
      buffer.copy(next, 0, end);
      yield chunk(buffer.subarray(0, end), progress);
      filled = buffer.length - end;
      buffer = next;
    }
    rest.copy(buffer, filled);
    filled += rest.length;
  }
  if (filled > 0) yield chunk(buffer.subarray(0, filled), progress);
}

function chunk(bytes: Buffer, progress: ReadSoFar): Chunk {
  const firstLine = progress.lines + 1;
  const lines = linesIn(bytes);
  progress.lines += lines;
  return { bytes, lines, firstLine };
}

function linesIn(bytes: Buffer): number {
  let lines = bytes[bytes.length - 1] === NEW_LINE ? 0 : 1;
  for (let at = bytes.indexOf(NEW_LINE); at !== -1; at = bytes.indexOf(NEW_LINE, at + 1)) lines += 1;
  return lines;
}

import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { HistoryError, unreadable } from "./history-error.ts";

/** Small enough for a processor's cache to hold the lines while they are looked at. */
const CHUNK_BYTES = 1 << 17;
/** A line without a break for so long is no line; it is cut here, so that memory stays bounded. */
const LONGEST_LINE = 1 << 20;

/**
 * Batches of lines of a file, unpacked when it is gzip (by its first bytes, whatever its name), without their line
 * breaks. Memory is bounded.
 *
 * @param onRead called with the number of bytes of each part of the file
 * @throws HistoryError when it cannot be read or is no text
 */
export async function* readLines(path: string, onRead?: (bytes: number) => void): AsyncGenerator<string[]> {
  const packed = await isGzip(path);
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  const source = packed ? file.pipe(createGunzip({ chunkSize: CHUNK_BYTES })) : file;
  if (source !== file) file.on("error", (error) => source.destroy(error));
  if (source !== file && onRead) file.on("data", (chunk) => onRead(chunk.length));
  try {
    yield* linesIn(path, source, source === file ? onRead : undefined);
  } catch (cause) {
    throw cause instanceof HistoryError ? cause : unreadable(path, cause);
  } finally {
    file.destroy();
  }
}

/**
 * Batches of lines of a stream, as {@link readLines} gives them.
 *
 * @param name what the stream is called in an error
 * @throws HistoryError when it is no text
 */
export async function* linesIn(
  name: string,
  source: AsyncIterable<Buffer>,
  onRead?: (bytes: number) => void,
): AsyncGenerator<string[]> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let rest = "";
  for await (const chunk of source) {
    onRead?.(chunk.length);
    decoder ??= decoderFor(name, chunk);
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop()!;
    if (rest.length > LONGEST_LINE) {
      lines.push(rest);
      rest = "";
    }
    yield lines.map(withoutReturn);
  }
  rest += decoder?.decode() ?? "";
  if (rest !== "") yield [withoutReturn(rest)];
}

const withoutReturn = (line: string): string => (line.endsWith("\r") ? line.slice(0, -1) : line);

async function isGzip(path: string): Promise<boolean> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
      return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

/** UTF-16 by its byte order mark, as PowerShell writes; UTF-8 otherwise. Text has no zero bytes, other files do. */
function decoderFor(path: string, start: Buffer): InstanceType<typeof TextDecoder> {
  if (start[0] === 0xff && start[1] === 0xfe) return new TextDecoder("utf-16le");
  if (start[0] === 0xfe && start[1] === 0xff) return new TextDecoder("utf-16be");
  if (start.includes(0))
    throw new HistoryError(`The log ${path} is not text: expected lines, plain or gzip.`);
  return new TextDecoder();
}

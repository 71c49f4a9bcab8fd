import { open } from "node:fs/promises";
import { UnreadableLogError } from "./history-error.ts";
import { STANDARD_INPUT } from "./log-files.ts";
import { CHUNK_BYTES, START_BYTES, unpacked } from "./unpack.ts";

/**
 * The bytes of a file as UTF-8, unpacked when it is packed (told by its first bytes, whatever its name). Memory is bounded: what
 * is given is overwritten by what comes next.
 *
 * @param onRead called with the number of bytes of each part of the file
 * @throws UnreadableLogError when it is no text
 */
export async function* readBytes(path: string, onRead?: (bytes: number) => void): AsyncGenerator<Buffer> {
  const file = path === STANDARD_INPUT ? undefined : await open(path);
  try {
    const raw = peekable(file ? chunksOf(file, onRead) : standardInput(onRead));
    const start = await raw.peek();
    const packed = unpacked(start, () => copied(raw.chunks()));
    const plain = packed ? peekable(packed) : raw;
    yield* asUtf8(packed ? await plain.peek() : start, plain.chunks());
  } finally {
    await file?.close();
  }
}

/** The parts of a file, all in the same memory. */
async function* chunksOf(
  file: Awaited<ReturnType<typeof open>>,
  onRead?: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES, null);
    if (bytesRead === 0) return;
    onRead?.(bytesRead);
    yield bytesRead === CHUNK_BYTES ? buffer : buffer.subarray(0, bytesRead);
  }
}

/** For those that read ahead. */
async function* copied(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) yield Buffer.from(chunk);
}

async function* standardInput(onRead?: (bytes: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    onRead?.(chunk.length);
    yield chunk;
  }
}

/** Lets the start of a stream be looked at before it is read. */
function peekable(source: AsyncIterable<Buffer>) {
  const iterator = source[Symbol.asyncIterator]();
  const first: Buffer[] = [];
  return {
    /** As many bytes as a decision needs, or all. */
    async peek(): Promise<Buffer> {
      let size = 0;
      while (size < START_BYTES) {
        const { value, done } = await iterator.next();
        if (done) break;
        first.push(Buffer.from(value));
        size += value.length;
      }
      return first.length === 1 ? first[0]! : Buffer.concat(first);
    },
    async *chunks(): AsyncGenerator<Buffer> {
      try {
        yield* first.splice(0);
        for (;;) {
          const { value, done } = await iterator.next();
          if (done) return;
          yield value;
        }
      } finally {
        await iterator.return?.();
      }
    },
  };
}

async function* asUtf8(start: Buffer, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const encoding = encodingOf(start);
  if (encoding !== "utf-8") {
    const decoder = new TextDecoder(encoding);
    for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }), "utf8");
    return;
  }
  let isStart = true;
  for await (const chunk of chunks) {
    const text: Buffer = isStart ? withoutLead(chunk) : chunk;
    isStart &&= text.length === 0;
    if (text.length > 0) yield text;
  }
}

/** Without a byte order mark, and without the zeros that a log begins with when it was emptied while its writer went on. */
function withoutLead(chunk: Buffer): Buffer {
  if (chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf) return chunk.subarray(3);
  let at = 0;
  while (chunk[at] === 0) at++;
  return chunk.subarray(at);
}

/** UTF-16 by its byte order mark, as PowerShell writes, or by its zeros; UTF-8 otherwise. Text has no zero bytes, other files do. */
function encodingOf(start: Buffer): "utf-8" | "utf-16le" | "utf-16be" {
  if (start[0] === 0xff && start[1] === 0xfe) return "utf-16le";
  if (start[0] === 0xfe && start[1] === 0xff) return "utf-16be";
  const text = withoutLead(start.subarray(0, CHUNK_BYTES));
  const zero = text.indexOf(0);
  if (zero === -1) return "utf-8";
  const pairs = start.subarray(0, START_BYTES & ~1);
  const zeros = [0, 0];
  for (const [index, byte] of pairs.entries()) if (byte === 0) zeros[index % 2]!++;
  if (zeros[1]! > pairs.length * 0.4 && zeros[0] === 0) return "utf-16le";
  if (zeros[0]! > pairs.length * 0.4 && zeros[1] === 0) return "utf-16be";
  throw new UnreadableLogError("it is not text: expected lines, plain or packed");
}

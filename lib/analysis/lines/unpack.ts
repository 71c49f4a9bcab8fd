import { spawn } from "node:child_process";
import { once } from "node:events";
import { Readable } from "node:stream";
import * as zlib from "node:zlib";
import { UnreadableLogError } from "./history-error.ts";

/** Bytes that a decision by the start of a file needs at most. */
export const START_BYTES = 512;
/**
 * Small enough for a processor's cache to hold the lines while they are looked at, and for the text of them to be made where
 * the engine makes short-lived objects: beyond 128 KiB each has pages of its own.
 */
export const CHUNK_BYTES = 96 << 10;

type Bytes = AsyncIterable<Buffer>;

interface Packing {
  readonly name: string;
  readonly starts: (start: Buffer) => boolean;
  readonly unpack: (source: Bytes) => Bytes;
}

const begins =
  (...bytes: number[]) =>
  (start: Buffer) =>
    bytes.every((byte, index) => start[index] === byte);

const PACKINGS: readonly Packing[] = [
  {
    name: "gzip",
    starts: begins(0x1f, 0x8b),
    unpack: (source) => through(source, zlib.createGunzip({ chunkSize: CHUNK_BYTES })),
  },
  {
    name: "zstd",
    // Also when it begins with frames that are to be skipped, as of pzstd.
    starts: (start) =>
      begins(0x28, 0xb5, 0x2f, 0xfd)(start) ||
      (begins(0x2a, 0x4d, 0x18)(start.subarray(1)) && (start[0]! & 0xf0) === 0x50),
    unpack: (source) =>
      typeof zlib.createZstdDecompress === "function"
        ? through(source, zlib.createZstdDecompress({ chunkSize: CHUNK_BYTES }))
        : byCommand("zstd", source),
  },
  {
    name: "xz",
    starts: begins(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00),
    unpack: (source) => byCommand("xz", source),
  },
  {
    name: "bzip2",
    starts: (start) => /^BZh[1-9](?:1AY&SY|\x17rE8P\x90)/.test(start.toString("latin1", 0, 10)),
    unpack: (source) => byCommand("bzip2", source),
  },
  { name: "compress", starts: begins(0x1f, 0x9d), unpack: (source) => byCommand("gzip", source) },
  { name: "lz4", starts: begins(0x04, 0x22, 0x4d, 0x18), unpack: (source) => byCommand("lz4", source) },
  {
    name: "zip",
    starts: begins(0x50, 0x4b, 0x03, 0x04),
    unpack: () => refuse("it is a zip archive: unpack it first"),
  },
  {
    name: "7z",
    starts: begins(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c),
    unpack: () => refuse("it is a 7z archive: unpack it first"),
  },
];

function refuse(reason: string): never {
  throw new UnreadableLogError(reason);
}

/**
 * The bytes as they were before they were packed by gzip, zstd, xz or bzip2, told by how they begin.
 *
 * @returns undefined when they are not packed
 */
export function unpacked(start: Buffer, source: () => Bytes): Bytes | undefined {
  return PACKINGS.find(({ starts }) => starts(start))?.unpack(source());
}

async function* through(source: Bytes, stage: zlib.Gunzip): AsyncGenerator<Buffer> {
  const input = Readable.from(source, { objectMode: false });
  input.on("error", (error) => stage.destroy(error));
  input.pipe(stage);
  try {
    yield* stage as AsyncIterable<Buffer>;
  } finally {
    input.destroy();
    stage.destroy();
  }
}

const NOT_THERE = ["ENOENT", "EACCES"];

/** Unpacks by a command of the system, which few libraries of this size replace. */
async function* byCommand(command: string, source: Bytes): AsyncGenerator<Buffer> {
  const child = spawn(command, ["-dc"], { stdio: ["pipe", "pipe", "ignore"] });
  const input = Readable.from(source, { objectMode: false });
  const ended = Promise.allSettled([once(child, "close")]);
  let failure: NodeJS.ErrnoException | undefined;
  child.on("error", (error) => {
    failure = error;
    child.stdout.destroy();
  });
  input.on("error", (error) => {
    failure ??= error;
    child.kill();
  });
  // It may end before it has read everything: what it says then is told below.
  child.stdin.on("error", () => {});
  input.pipe(child.stdin);
  try {
    yield* child.stdout as AsyncIterable<Buffer>;
  } catch (error) {
    failure ??= error as Error;
  } finally {
    input.destroy();
    if (child.exitCode === null && !child.stdout.readableEnded) child.kill();
  }
  await ended;
  if (failure && NOT_THERE.includes(failure.code ?? ""))
    refuse(
      `it is packed, and the command "${command}" that unpacks it is not installed: install it or unpack the file first`,
    );
  if (failure) throw failure;
  if (child.exitCode !== 0) refuse(`its ${command} data is damaged`);
}

import { stat } from "node:fs/promises";
import { basename, dirname, sep } from "node:path";
import type { RotatingFileStream } from "rotating-file-stream";
import { reportInternal } from "../logger/internal-channel.ts";
import { type FileRotation, sizeBytes } from "./file-rotation.ts";

const MAXIMUM_CHUNK = 65_536;

/** A file that is appended to, rotated, and opened anew when it is not the file at its path any more. */
export class LogFile {
  readonly #path: string;
  readonly #rotation: FileRotation;
  readonly #limit: number;
  #stream: RotatingFileStream | undefined;
  #failure: Error | undefined;
  /** Identity of the open file, as of its last opening. */
  #identity = "";
  #size = 0;
  #rotating = false;

  constructor(path: string, rotation: FileRotation) {
    this.#path = path;
    this.#rotation = rotation;
    this.#limit = sizeBytes(rotation.size);
  }

  /**
   * Appends the first of some lines, as many as make a good write and fit below the size of rotation.
   *
   * @returns how many
   */
  async append(lines: readonly string[]): Promise<number> {
    const stream = await this.#current();
    let text = lines[0] ?? "";
    let count = 1;
    const room = Math.min(MAXIMUM_CHUNK, this.#limit - this.#size);
    let bytes = Buffer.byteLength(text);
    while (count < lines.length) {
      const line = lines[count] as string;
      bytes += Buffer.byteLength(line);
      if (bytes > room) break;
      text += line;
      count += 1;
    }
    const length = Buffer.byteLength(text);
    await new Promise<void>((resolve, reject) => {
      stream.write(text, (error) => (error ? reject(error) : resolve()));
    });
    this.#size = this.#size + length >= this.#limit ? 0 : this.#size + length;
    return count;
  }

  async close(): Promise<void> {
    const stream = this.#stream;
    this.#stream = undefined;
    if (stream === undefined || stream.destroyed) return;
    await new Promise<void>((resolve) => {
      stream.once("close", resolve);
      stream.end();
    });
  }

  async #current(): Promise<RotatingFileStream> {
    if (this.#failure !== undefined) {
      this.#failure = undefined;
      this.#stream = undefined;
    }
    if (this.#stream !== undefined && (await this.#wasMoved())) await this.close();
    this.#stream ??= await this.#open();
    return this.#stream;
  }

  async #wasMoved(): Promise<boolean> {
    const now = await this.#stat();
    if (now?.identity === this.#identity) return false;
    // A rotation that the stream made by itself also changes the file; it says so with "open".
    return !this.#rotating;
  }

  async #open(): Promise<RotatingFileStream> {
    const { createStream } = await import("rotating-file-stream");
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const stream = createStream(basename(this.#path), { path: dirname(this.#path) + sep, ...this.#rotation });
    stream.on("rotation", () => {
      this.#rotating = true;
    });
    stream.on("open", () => {
      void this.#stat().then((opened) => {
        this.#identity = opened?.identity ?? "";
        this.#size = opened?.size ?? 0;
        this.#rotating = false;
        resolve();
      });
    });
    stream.on("error", (error) => {
      this.#failure = error;
      reject(error);
    });
    stream.on("warning", (cause) => {
      reportInternal({
        code: "file-rotation",
        message: `a rotated file of ${this.#path} could not be handled`,
        cause,
      });
    });
    await promise;
    return stream;
  }

  async #stat(): Promise<{ readonly identity: string; readonly size: number } | undefined> {
    try {
      const { dev, ino, size } = await stat(this.#path);
      return { identity: `${dev}:${ino}`, size };
    } catch {
      return undefined;
    }
  }
}

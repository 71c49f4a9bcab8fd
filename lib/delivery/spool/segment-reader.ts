import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { decodeFrames, type SegmentContent } from "./frames.ts";

/** Something of a segment's name that is not one, or not ours to read. */
export class NotASegmentError extends Error {
  override readonly name = "NotASegmentError";
}

/** A segment's file, open for reading: whatever becomes of its name, it is this one that is read. */
export class SegmentReader {
  readonly #descriptor: number;

  /**
   * Never waits, follows no link.
   *
   * @throws {NotASegmentError} for a directory, a link, a pipe
   * @throws the system's error
   */
  constructor(path: string) {
    const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
    try {
      this.#descriptor = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ELOOP") throw new NotASegmentError("a link", { cause: error });
      if (code === "ENXIO") throw new NotASegmentError("no file", { cause: error });
      throw error;
    }
    if (fstatSync(this.#descriptor).isFile()) return;
    closeSync(this.#descriptor);
    throw new NotASegmentError("no file");
  }

  /** @throws the system's error */
  read(): SegmentContent & { readonly bytes: number } {
    const bytes = readFileSync(this.#descriptor);
    return { ...decodeFrames(bytes), bytes: bytes.length };
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

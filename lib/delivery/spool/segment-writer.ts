import { closeSync, constants, fstatSync, ftruncateSync, openSync, rmSync, writeSync } from "node:fs";
import { encodeFrame, type SpooledRecord } from "./frames.ts";

/** A segment that records are appended to. */
export class SegmentWriter {
  readonly id: string;
  readonly path: string;
  readonly #descriptor: number;
  #bytes = 0;
  #frames = 0;
  #isTorn = false;

  /** @throws the system's error */
  constructor(id: string, path: string) {
    this.id = id;
    this.path = path;
    const { O_WRONLY, O_CREAT, O_EXCL, O_APPEND } = constants;
    this.#descriptor = openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND, 0o600);
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Whether it cannot take more: its file was deleted, or its end is torn and cannot be cut off. */
  get isBroken(): boolean {
    return this.#isTorn || fstatSync(this.#descriptor).nlink === 0;
  }

  /** Appends a record as a whole or not at all. @throws the system's error */
  append(record: SpooledRecord): void {
    const frame = encodeFrame(record, this.#frames);
    try {
      for (let written = 0; written < frame.length; ) written += writeSync(this.#descriptor, frame, written);
    } catch (error) {
      this.#cutTear();
      throw error;
    }
    this.#frames += 1;
    this.#bytes += frame.length;
  }

  close(): void {
    closeSync(this.#descriptor);
    // A disk that is full takes the name and nothing else.
    if (this.#frames === 0) rmSync(this.path, { force: true });
  }

  #cutTear(): void {
    try {
      ftruncateSync(this.#descriptor, this.#bytes);
    } catch {
      this.#isTorn = true;
    }
  }
}

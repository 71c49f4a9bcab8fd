import type { ByteOutput } from "./byte-output.ts";

/**
 * Writes one item, from a comma on, as it will stand in a request.
 *
 * @returns UTF-8 bytes of its text, without envelope and escapes; negative when the source has to be made a text first
 */
export type ItemWriter<Source> = (output: ByteOutput, timestamp: number, source: Source) => number;

/** How the items of a request stand in it: one behind the other, each with a comma before it. */
export interface WrittenForm {
  /** Writes an item of this text. */
  readonly writeText: ItemWriter<string>;
  /** The text of an item, out of what was written for it. */
  readText(item: Buffer): string;
}

/** Items of a request that were written when they were accepted. */
export interface WrittenBatch {
  readonly length: number;
  /** The whole body: the items, without the comma before the first, between a beginning and an end. */
  body(beginning: string, end: string): Buffer;
}

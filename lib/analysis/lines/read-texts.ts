import { cutLines } from "./cut-lines.ts";
import { HistoryError, unreadable } from "./history-error.ts";
import { textAt } from "./line-block.ts";
import { readBytes } from "./read-bytes.ts";

/** A line as text, with its number. */
export interface TextLine {
  readonly text: string;
  /** From 1. */
  readonly line: number;
}

/**
 * Batches of lines of a file, pipe or the standard input (`-`), unpacked when it is packed, without looking for their times.
 * Empty lines are counted and left out.
 *
 * @throws HistoryError when it cannot be read or is no text
 */
export async function* readTexts(path: string): AsyncGenerator<TextLine[]> {
  try {
    for await (const block of cutLines(readBytes(path)))
      yield Array.from({ length: block.count }, (_, index) => ({
        text: textAt(block, index),
        line: block.lines[index]!,
      }));
  } catch (cause) {
    throw cause instanceof HistoryError ? cause : unreadable(path, cause);
  }
}

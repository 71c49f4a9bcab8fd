import { writeFully } from "./descriptor.ts";

const STDERR = 2;
/** Longest wait in ms for a reader that takes nothing: a process that ends must end. */
const PATIENCE_MS = 5_000;
/** Bytes that are written at once. */
const CHUNK_BYTES = 65_536;

/**
 * Last resort for records that nothing else takes: their lines on stderr. Waits for a slow reader, and stops where stderr takes
 * no more, because the disk behind it is full or its reader is gone.
 *
 * @returns how many lines are written whole; they are the first ones
 */
export function writeToStderr(lines: readonly string[]): number {
  for (let count = 0; count < lines.length; ) {
    let text = "";
    const ends: number[] = [];
    for (let bytes = 0; bytes < CHUNK_BYTES && count + ends.length < lines.length; ends.push(bytes)) {
      const line = `${lines[count + ends.length]!}\n`;
      text += line;
      bytes += Buffer.byteLength(line);
    }
    const written = writeAsMuch(text);
    const whole = ends.filter((end) => end <= written).length;
    count += whole;
    if (whole < ends.length) return count;
  }
  return lines.length;
}

function writeAsMuch(text: string): number {
  try {
    return writeFully(STDERR, text, PATIENCE_MS);
  } catch (cause) {
    return (cause as { written?: number }).written ?? 0;
  }
}

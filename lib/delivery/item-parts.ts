import type { OversizePolicy } from "./delivery-options.ts";
import type { SplitRecord } from "./item.ts";
import { splitText } from "./text-parts.ts";
import { truncateText } from "./truncate-text.ts";

/** Room in bytes for the heading of a part. */
const PART_HEADING_BYTES = 80;

interface Part {
  readonly text: string;
  readonly bytes: number;
  readonly whole: SplitRecord | undefined;
}

/**
 * Makes a text that is too large fit: numbered parts that share an id, cut at character boundaries, or one shortened text.
 *
 * @param room bytes of one item's text
 * @param id that the parts share
 */
export function partsOf(text: string, room: number, policy: OversizePolicy, id: string): Part[] {
  if (policy === "truncate") {
    const shortened = truncateText(text, room);
    return [{ text: shortened, bytes: Buffer.byteLength(shortened), whole: undefined }];
  }
  const pieces = splitText(text, room - PART_HEADING_BYTES);
  const whole: SplitRecord = { remaining: pieces.length, failure: undefined };
  return pieces.map((piece, index) => {
    const part = `[part ${index + 1}/${pieces.length} of ${id}] ${piece}`;
    return { text: part, bytes: Buffer.byteLength(part), whole };
  });
}

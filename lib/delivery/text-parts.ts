/**
 * Cuts a well-formed text into pieces of at most `maximumBytes` UTF-8 bytes, never inside a character.
 * `maximumBytes` must be at least 4.
 */
export function splitText(text: string, maximumBytes: number): string[] {
  const pieces: string[] = [];
  let start = 0;
  while (start < text.length) {
    const end = cutEnd(text, start, maximumBytes);
    pieces.push(text.slice(start, end));
    start = end;
  }
  return pieces;
}

/** The longest beginning of a well-formed text that has at most `maximumBytes` UTF-8 bytes. */
export function beginningOf(text: string, maximumBytes: number): string {
  return text.slice(0, cutEnd(text, 0, maximumBytes));
}

function cutEnd(text: string, start: number, maximumBytes: number): number {
  let bytes = 0;
  let index = start;
  while (index < text.length) {
    const unit = text.charCodeAt(index);
    const isPair = unit >= 0xd800 && unit <= 0xdbff;
    bytes += unit < 0x80 ? 1 : unit < 0x800 ? 2 : isPair ? 4 : 3;
    if (bytes > maximumBytes) return index;
    index += isPair ? 2 : 1;
  }
  return index;
}

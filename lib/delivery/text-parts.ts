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

const MAXIMUM_CUTS = 32;
const CUT_MARK = "…";
const CUT_MARK_BYTES = 3;

/**
 * Shortens a text to at most `maximumBytes`. A JSON object stays a JSON object: its longest strings are cut and
 * `"truncated": true` is added. Other texts are cut at a character.
 */
export function truncateText(text: string, maximumBytes: number): string {
  const shortened = truncateJson(text, maximumBytes);
  return shortened ?? beginningOf(text, maximumBytes - CUT_MARK_BYTES) + CUT_MARK;
}

function truncateJson(text: string, maximumBytes: number): string | undefined {
  let value: unknown;
  try {
    value = text.startsWith("{") ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
  if (value === undefined) return undefined;
  const root = { ...(value as Record<string, unknown>), truncated: true };
  for (let cut = 0; cut < MAXIMUM_CUTS; cut++) {
    const shortened = JSON.stringify(root);
    const excess = Buffer.byteLength(shortened) - maximumBytes;
    if (excess <= 0) return shortened;
    if (!cutLongest(root, excess)) break;
  }
  return JSON.stringify(remains(value as Record<string, unknown>, maximumBytes));
}

interface Leaf {
  readonly holder: Record<string, unknown>;
  readonly key: string;
  readonly bytes: number;
}

/** Cuts the longest string by what is too much; a string that is written with escapes needs several cuts. */
function cutLongest(root: Record<string, unknown>, excess: number): boolean {
  const leaf = longestString(root);
  if (leaf === undefined || leaf.bytes <= CUT_MARK_BYTES) return false;
  const text = leaf.holder[leaf.key] as string;
  const kept = Math.max(0, Buffer.byteLength(text) - excess - CUT_MARK_BYTES);
  leaf.holder[leaf.key] = beginningOf(text, kept) + CUT_MARK;
  return true;
}

function longestString(root: Record<string, unknown>): Leaf | undefined {
  let longest: Leaf | undefined;
  const open: Record<string, unknown>[] = [root];
  while (open.length > 0) {
    const holder = open.pop()!;
    for (const [key, value] of Object.entries(holder)) {
      if (typeof value === "object" && value !== null) open.push(value as Record<string, unknown>);
      if (typeof value !== "string") continue;
      const bytes = Buffer.byteLength(value);
      if (longest === undefined || bytes > longest.bytes) longest = { holder, key, bytes };
    }
  }
  return longest;
}

/** What is kept when a record is large without a large string: the short scalars at its root that fit. */
function remains(value: Record<string, unknown>, maximumBytes: number): Record<string, unknown> {
  const kept: Record<string, unknown> = { truncated: true };
  let bytes = Buffer.byteLength(JSON.stringify(kept));
  for (const [key, member] of Object.entries(value)) {
    if (typeof member === "object" || key === "truncated") continue;
    const added = Buffer.byteLength(JSON.stringify(key) + JSON.stringify(member)) + 2;
    if (bytes + added > maximumBytes) continue;
    bytes += added;
    kept[key] = member;
  }
  return kept;
}

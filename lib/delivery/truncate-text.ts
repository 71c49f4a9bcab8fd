import { beginningOf } from "./text-parts.ts";

const CUT_MARK = "…";
const CUT_MARK_BYTES = 3;
/** Bytes of a string's JSON up to which it is never cut: what is left would say nothing. */
const SHORT_TEXT_BYTES = 64;

/**
 * Shortens a text to at most `maximumBytes`, keeping as much as fits. A JSON object stays a JSON object: its longest strings
 * are cut to one length and `"truncated": true` is added. Other texts are cut at a character.
 */
export function truncateText(text: string, maximumBytes: number): string {
  const shortened = truncateJson(text, maximumBytes);
  return shortened ?? beginningOf(text, maximumBytes - CUT_MARK_BYTES) + CUT_MARK;
}

/** The longest beginning of a well-formed text whose JSON has at most `maximumBytes` without its quotes, with a mark when it is cut. */
export function truncateEscaped(text: string, maximumBytes: number): string {
  let bytes = 0;
  /** Where the text must end for the mark to fit behind it. */
  let end = 0;
  for (let index = 0; index < text.length; ) {
    const character = text.codePointAt(index)!;
    bytes += escapedBytes(character);
    if (bytes > maximumBytes) return text.slice(0, end) + CUT_MARK;
    index += character > 0xffff ? 2 : 1;
    if (bytes <= maximumBytes - CUT_MARK_BYTES) end = index;
  }
  return text;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** Control characters that JSON writes with two characters. */
const SHORT_ESCAPES: ReadonlySet<number> = new Set([8, 9, 10, 12, 13]);

function escapedBytes(character: number): number {
  if (character === QUOTE || character === BACKSLASH) return 2;
  if (character < 0x20) return SHORT_ESCAPES.has(character) ? 2 : 6;
  if (character < 0x80) return 1;
  if (character < 0x800) return 2;
  // Half of a surrogate pair is written as an escape.
  if (character >= 0xd800 && character <= 0xdfff) return 6;
  return character > 0xffff ? 4 : 3;
}

/** Bytes of a string's JSON without its quotes. */
const jsonBytes = (text: string): number => Buffer.byteLength(JSON.stringify(text)) - 2;

interface Leaf {
  readonly holder: Record<string, unknown>;
  readonly key: string;
  readonly bytes: number;
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
  const excess = Buffer.byteLength(JSON.stringify(root)) - maximumBytes;
  if (excess <= 0) return JSON.stringify(root);
  const leaves = longStrings(root);
  const limit = commonLimit(leaves, excess);
  if (limit === undefined) return JSON.stringify(remains(value as Record<string, unknown>, maximumBytes));
  for (const { holder, key, bytes } of leaves)
    if (bytes > limit) holder[key] = truncateEscaped(holder[key] as string, limit);
  return JSON.stringify(root);
}

/** Strings that may be cut, anywhere in an object. */
function longStrings(root: Record<string, unknown>): Leaf[] {
  const leaves: Leaf[] = [];
  const open: Record<string, unknown>[] = [root];
  while (open.length > 0) {
    const holder = open.pop()!;
    for (const [key, value] of Object.entries(holder)) {
      if (typeof value === "object" && value !== null) open.push(value as Record<string, unknown>);
      if (typeof value !== "string" || value.length * 6 <= SHORT_TEXT_BYTES) continue;
      const bytes = jsonBytes(value);
      if (bytes > SHORT_TEXT_BYTES) leaves.push({ holder, key, bytes });
    }
  }
  return leaves;
}

/** Length to which the longest strings are cut so that all together lose what is too much; undefined when that is not enough. */
function commonLimit(leaves: readonly Leaf[], excess: number): number | undefined {
  const longest = leaves.map(({ bytes }) => bytes).sort((left, right) => right - left);
  let above = 0;
  for (let count = 1; count <= longest.length; count++) {
    above += longest[count - 1]!;
    const limit = Math.floor((above - excess) / count);
    if (limit >= (longest[count] ?? SHORT_TEXT_BYTES)) return limit;
  }
  return undefined;
}

/** What is kept when a record is large without large strings: the short scalars at its root that fit. */
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

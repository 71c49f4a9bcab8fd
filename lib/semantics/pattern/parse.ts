import { FILTER_PATTERN_MAX_LENGTH } from "../limits.ts";
import { Cursor, isBlank } from "./cursor.ts";
import { parseJson } from "./json-parser.ts";
import { PatternSyntaxError } from "./pattern-syntax-error.ts";
import { parseSpace } from "./space-parser.ts";
import { parseTerms } from "./terms-parser.ts";
import type { PatternTree } from "./tree.ts";

export interface ParsedPattern {
  readonly tree: PatternTree;
  readonly regexCount: number;
}

/** Parses a filter pattern of any of the three languages. @throws {PatternSyntaxError} */
export function parsePattern(pattern: string): ParsedPattern {
  if (pattern.length > FILTER_PATTERN_MAX_LENGTH) {
    throw new PatternSyntaxError(
      `A filter pattern may have at most ${FILTER_PATTERN_MAX_LENGTH} characters; this one has ${pattern.length}`,
      pattern,
      FILTER_PATTERN_MAX_LENGTH,
    );
  }
  let end = pattern.length;
  while (end > 0 && isBlank(pattern.charCodeAt(end - 1))) end--;
  const cursor = new Cursor(pattern, 0, end);
  cursor.skipBlanks();
  const tree = parseTree(cursor);
  return { tree, regexCount: cursor.regexCount };
}

function parseTree(cursor: Cursor): PatternTree {
  if (cursor.atEnd) return { kind: "all" };
  if (cursor.peek() === "{") return parseJson(cursor);
  if (cursor.peek() === "[") return parseSpace(cursor);
  return parseTerms(cursor);
}

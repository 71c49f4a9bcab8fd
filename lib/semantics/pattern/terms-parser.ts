import { type Cursor, isBlank } from "./cursor.ts";
import { parseRegexOperand } from "./operand-parser.ts";
import type { LiteralOperand, PatternTree, TermItem } from "./tree.ts";

const ROLES = { "-": "excluded", "?": "optional" } as const;

/** Parses words, phrases and regular expressions, each with `-`, `?` or nothing in front. */
export function parseTerms(cursor: Cursor): PatternTree {
  const items: TermItem[] = [];
  for (;;) {
    cursor.skipBlanks();
    if (cursor.atEnd) break;
    items.push(parseItem(cursor));
  }
  const [only] = items;
  // A quoted space is documented to match every event: its only use, as most messages have a space.
  const isQuotedSpace =
    only?.role === "required" && only.operand.type === "literal" && only.operand.text === " ";
  return items.length === 1 && isQuotedSpace ? { kind: "all" } : { kind: "terms", items };
}

function parseItem(cursor: Cursor): TermItem {
  const start = cursor.position;
  const sign = cursor.peek();
  const role = sign === "-" || sign === "?" ? ROLES[sign] : "required";
  if (role !== "required") {
    cursor.position++;
    // Older pages print the sign apart from its term.
    cursor.skipBlanks();
    if (cursor.atEnd)
      cursor.fail(`'${sign}' needs a term after it; to match the character put it in quotes`, start);
  }
  const operand = parseTermOperand(cursor);
  if (!cursor.atEnd && !isBlank(cursor.peek().charCodeAt(0))) {
    cursor.fail(`A blank was expected after the term, not ${cursor.describeNext()}`);
  }
  return { role, operand };
}

function parseTermOperand(cursor: Cursor): TermItem["operand"] {
  if (cursor.peek() === "%") return parseRegexOperand(cursor);
  return cursor.peek() === '"' ? parsePhrase(cursor) : parseWord(cursor);
}

/** `\"` and `\\` stand for the second character; other backslashes stay. */
function parsePhrase(cursor: Cursor): LiteralOperand {
  const start = cursor.position;
  cursor.position++;
  let text = "";
  for (;;) {
    if (cursor.atEnd) cursor.fail("A phrase has no closing '\"'", start);
    let character = cursor.peek();
    cursor.position++;
    if (character === '"') break;
    if (character === "\\" && (cursor.peek() === '"' || cursor.peek() === "\\")) {
      character = cursor.peek();
      cursor.position++;
    }
    text += character;
  }
  if (text === "") cursor.fail("A phrase is empty; leave the pattern blank to match every event", start);
  return { type: "literal", text };
}

function parseWord(cursor: Cursor): LiteralOperand {
  const start = cursor.position;
  while (!cursor.atEnd && !isBlank(cursor.peek().charCodeAt(0))) {
    if (/["“”]/.test(cursor.peek())) {
      cursor.fail(`${cursor.describeNext()} cannot stand in a word; put the whole term in double quotes`);
    }
    cursor.position++;
  }
  return { type: "literal", text: cursor.pattern.slice(start, cursor.position) };
}

import { parseRegexOperand } from "./operand-parser.ts";
import { isBlank, type Scanner } from "./scanner.ts";
import type { LiteralOperand, PatternTree, TermItem } from "./tree.ts";

const ROLES = { "-": "excluded", "?": "optional" } as const;

/** Parses words, phrases and regular expressions, each with `-`, `?` or nothing in front. */
export function parseTerms(scanner: Scanner): PatternTree {
  const items: TermItem[] = [];
  for (;;) {
    scanner.skipBlanks();
    if (scanner.atEnd) break;
    items.push(parseItem(scanner));
  }
  const [only] = items;
  // A quoted space is documented to match every event: its only use, as most messages have a space.
  const isQuotedSpace =
    only?.role === "required" && only.operand.type === "literal" && only.operand.text === " ";
  return items.length === 1 && isQuotedSpace ? { kind: "all" } : { kind: "terms", items };
}

function parseItem(scanner: Scanner): TermItem {
  const start = scanner.position;
  const sign = scanner.peek();
  const role = sign === "-" || sign === "?" ? ROLES[sign] : "required";
  if (role !== "required") {
    scanner.position++;
    // Older pages print the sign apart from its term.
    scanner.skipBlanks();
    if (scanner.atEnd)
      scanner.fail(`'${sign}' needs a term after it; to match the character put it in quotes`, start);
  }
  const operand = parseTermOperand(scanner);
  if (!scanner.atEnd && !isBlank(scanner.peek().charCodeAt(0))) {
    scanner.fail(`A blank was expected after the term, not ${scanner.describeNext()}`);
  }
  return { role, operand };
}

function parseTermOperand(scanner: Scanner): TermItem["operand"] {
  if (scanner.peek() === "%") return parseRegexOperand(scanner);
  return scanner.peek() === '"' ? parsePhrase(scanner) : parseWord(scanner);
}

/** `\"` and `\\` stand for the second character; other backslashes stay. */
function parsePhrase(scanner: Scanner): LiteralOperand {
  const start = scanner.position;
  scanner.position++;
  let text = "";
  for (;;) {
    if (scanner.atEnd) scanner.fail("A phrase has no closing '\"'", start);
    let character = scanner.peek();
    scanner.position++;
    if (character === '"') break;
    if (character === "\\" && (scanner.peek() === '"' || scanner.peek() === "\\")) {
      character = scanner.peek();
      scanner.position++;
    }
    text += character;
  }
  if (text === "") scanner.fail("A phrase is empty; leave the pattern blank to match every event", start);
  return { type: "literal", text };
}

function parseWord(scanner: Scanner): LiteralOperand {
  const start = scanner.position;
  while (!scanner.atEnd && !isBlank(scanner.peek().charCodeAt(0))) {
    if (/["“”]/.test(scanner.peek())) {
      scanner.fail(`${scanner.describeNext()} cannot stand in a word; put the whole term in double quotes`);
    }
    scanner.position++;
  }
  return { type: "literal", text: scanner.pattern.slice(start, scanner.position) };
}

import { FILTER_PATTERN_MAX_REGEXES as MAX_REGEXES } from "../limits.ts";
import { type Cursor, isBlank } from "./cursor.ts";
import { parseRegex } from "./regex/parser.ts";
import type { ComparisonOperator, GlobOperand, NumberOperand, Operand, RegexOperand } from "./tree.ts";

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** The value of a text that is a number and nothing else, else `undefined`. */
export function numberIn(text: string): number | undefined {
  return NUMBER.test(text) ? Number(text) : undefined;
}

export function parseOperator(cursor: Cursor): ComparisonOperator | undefined {
  const start = cursor.position;
  for (const operator of ["!=", ">=", "<=", "=", ">", "<"] as const) {
    if (!cursor.take(operator)) continue;
    if (cursor.peek() === "=") cursor.fail(`'${operator}=' is not an operator; write '${operator}'`, start);
    return operator;
  }
  return undefined;
}

export interface OperandSyntax {
  /** Characters that end an unquoted word. */
  readonly delimiters: string;
  /** Whether `*` inside a word is a wildcard too, or only at its ends. */
  readonly innerWildcards: boolean;
}

/** Parses what stands on the right of `operator`. */
export function parseOperand(cursor: Cursor, operator: ComparisonOperator, syntax: OperandSyntax): Operand {
  const start = cursor.position;
  const operand = parseAnyOperand(cursor, syntax);
  const ordered = operator !== "=" && operator !== "!=";
  if (ordered && operand.type !== "number") {
    cursor.fail(`'${operator}' needs a number on its right, without quotes`, start);
  }
  return operand;
}

function parseAnyOperand(cursor: Cursor, syntax: OperandSyntax): Operand {
  if (cursor.peek() === "%") return parseRegexOperand(cursor);
  if (cursor.peek() === '"') return globFrom(parseQuoted(cursor), syntax);
  const start = cursor.position;
  const word = readWord(cursor, syntax.delimiters);
  if (word === "") {
    cursor.fail(
      `A value was expected, not ${cursor.describeNext()}; put quotes around text with special characters`,
    );
  }
  return numberOperand(word) ?? globFrom(splitAtWildcards(word, start, cursor), syntax);
}

function numberOperand(word: string): NumberOperand | undefined {
  const value = numberIn(word);
  return value === undefined ? undefined : { type: "number", text: word, value };
}

export function parseRegexOperand(cursor: Cursor): RegexOperand {
  const start = cursor.position;
  cursor.position++;
  parseRegex(cursor);
  if (++cursor.regexCount > MAX_REGEXES) {
    cursor.fail(`A filter pattern may have at most ${MAX_REGEXES} regular expressions`, start);
  }
  return { type: "regex", source: cursor.pattern.slice(start + 1, cursor.position - 1) };
}

function readWord(cursor: Cursor, delimiters: string): string {
  const start = cursor.position;
  while (!cursor.atEnd) {
    const character = cursor.peek();
    if (isBlank(character.charCodeAt(0)) || delimiters.includes(character)) break;
    if (cursor.startsWith("&&") || cursor.startsWith("||")) break;
    if (character === '"' || character.charCodeAt(0) > 0x7e) {
      cursor.fail(
        `${cursor.describeNext()} cannot stand in an unquoted value; put double quotes around the value`,
      );
    }
    cursor.position++;
  }
  return cursor.pattern.slice(start, cursor.position);
}

/** A quoted text cut at its wildcards. `\"`, `\\` and `\*` stand for the second character; other backslashes stay. */
export function parseQuoted(cursor: Cursor): string[] {
  const start = cursor.position;
  cursor.position++;
  const pieces = [""];
  const append = (text: string): void => {
    pieces[pieces.length - 1] += text;
  };
  for (;;) {
    if (cursor.atEnd) cursor.fail("A quoted text has no closing '\"'", start);
    const character = cursor.peek();
    cursor.position++;
    if (character === '"') return pieces;
    if (character === "*") pieces.push("");
    else if (character === "\\" && !cursor.atEnd && '"\\*'.includes(cursor.peek())) {
      append(cursor.peek());
      cursor.position++;
    } else append(character);
  }
}

function splitAtWildcards(word: string, start: number, cursor: Cursor): string[] {
  if (word.startsWith("'")) cursor.fail("A text is put in double quotes, not in single ones", start);
  const dollar = word.startsWith("$.") || word.startsWith("$[");
  if (dollar)
    cursor.fail("A selector cannot stand on the right of a comparison; put quotes around a text", start);
  return word.split("*");
}

function globFrom(pieces: readonly string[], { innerWildcards }: OperandSyntax): GlobOperand {
  if (pieces.length === 1) return { type: "glob", pieces };
  const first = pieces.findIndex((piece) => piece !== "");
  if (first === -1) return { type: "glob", pieces: ["", ""] };
  const last = pieces.findLastIndex((piece) => piece !== "");
  const inner = pieces.slice(first, last + 1);
  const body = innerWildcards ? inner.filter((piece) => piece !== "") : [inner.join("*")];
  return {
    type: "glob",
    pieces: [...(first > 0 ? [""] : []), ...body, ...(last < pieces.length - 1 ? [""] : [])],
  };
}

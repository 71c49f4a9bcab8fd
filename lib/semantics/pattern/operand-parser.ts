import { FILTER_PATTERN_MAX_REGEXES as MAX_REGEXES } from "../limits.ts";
import { parseRegex } from "./regex/parser.ts";
import { isBlank, type Scanner } from "./scanner.ts";
import type { ComparisonOperator, GlobOperand, NumberOperand, Operand, RegexOperand } from "./tree.ts";

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** The value of a text that is a number and nothing else, else `undefined`. */
export function numberIn(text: string): number | undefined {
  return NUMBER.test(text) ? Number(text) : undefined;
}

export function parseOperator(scanner: Scanner): ComparisonOperator | undefined {
  const start = scanner.position;
  for (const operator of ["!=", ">=", "<=", "=", ">", "<"] as const) {
    if (!scanner.take(operator)) continue;
    if (scanner.peek() === "=") scanner.fail(`'${operator}=' is not an operator; write '${operator}'`, start);
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
export function parseOperand(scanner: Scanner, operator: ComparisonOperator, syntax: OperandSyntax): Operand {
  const start = scanner.position;
  const operand = parseAnyOperand(scanner, syntax);
  const ordered = operator !== "=" && operator !== "!=";
  if (ordered && operand.type !== "number") {
    scanner.fail(`'${operator}' needs a number on its right, without quotes`, start);
  }
  return operand;
}

function parseAnyOperand(scanner: Scanner, syntax: OperandSyntax): Operand {
  if (scanner.peek() === "%") return parseRegexOperand(scanner);
  if (scanner.peek() === '"') return globFrom(parseQuoted(scanner), syntax);
  const start = scanner.position;
  const word = readWord(scanner, syntax.delimiters);
  if (word === "") {
    scanner.fail(
      `A value was expected, not ${scanner.describeNext()}; put quotes around text with special characters`,
    );
  }
  return numberOperand(word) ?? globFrom(splitAtWildcards(word, start, scanner), syntax);
}

function numberOperand(word: string): NumberOperand | undefined {
  const value = numberIn(word);
  return value === undefined ? undefined : { type: "number", text: word, value };
}

export function parseRegexOperand(scanner: Scanner): RegexOperand {
  const start = scanner.position;
  scanner.position++;
  parseRegex(scanner);
  if (++scanner.regexCount > MAX_REGEXES) {
    scanner.fail(`A filter pattern may have at most ${MAX_REGEXES} regular expressions`, start);
  }
  return { type: "regex", source: scanner.pattern.slice(start + 1, scanner.position - 1) };
}

function readWord(scanner: Scanner, delimiters: string): string {
  const start = scanner.position;
  while (!scanner.atEnd) {
    const character = scanner.peek();
    if (isBlank(character.charCodeAt(0)) || delimiters.includes(character)) break;
    if (scanner.startsWith("&&") || scanner.startsWith("||")) break;
    if (character === '"' || character.charCodeAt(0) > 0x7e) {
      scanner.fail(
        `${scanner.describeNext()} cannot stand in an unquoted value; put double quotes around the value`,
      );
    }
    scanner.position++;
  }
  return scanner.pattern.slice(start, scanner.position);
}

/** A quoted text cut at its wildcards. `\"`, `\\` and `\*` stand for the second character; other backslashes stay. */
export function parseQuoted(scanner: Scanner): string[] {
  const start = scanner.position;
  scanner.position++;
  const pieces = [""];
  const append = (text: string): void => {
    pieces[pieces.length - 1] += text;
  };
  for (;;) {
    if (scanner.atEnd) scanner.fail("A quoted text has no closing '\"'", start);
    const character = scanner.peek();
    scanner.position++;
    if (character === '"') return pieces;
    if (character === "*") pieces.push("");
    else if (character === "\\" && !scanner.atEnd && '"\\*'.includes(scanner.peek())) {
      append(scanner.peek());
      scanner.position++;
    } else append(character);
  }
}

function splitAtWildcards(word: string, start: number, scanner: Scanner): string[] {
  if (word.startsWith("'")) scanner.fail("A text is put in double quotes, not in single ones", start);
  const dollar = word.startsWith("$.") || word.startsWith("$[");
  if (dollar)
    scanner.fail("A selector cannot stand on the right of a comparison; put quotes around a text", start);
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

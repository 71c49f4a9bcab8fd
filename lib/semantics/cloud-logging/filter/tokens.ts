import { LoggingFilterSyntaxError } from "./syntax-error.ts";
import type { Operator } from "./tree.ts";

export interface Token {
  readonly kind: "word" | "string" | "operator" | "(" | ")" | "," | "-" | "*" | "end";
  /** Text of a word, value of a string, an operator. */
  readonly text: string;
  /** A string as it stands between its quotes. */
  readonly raw: string;
  readonly start: number;
  readonly end: number;
}

const OPERATORS: readonly Operator[] = ["!=", "!~", "=~", "<=", ">=", "=", "<", ">", ":"];
const BLANK = /(?:\s|--[^\n]*)*/y;
const WORD = /(?:[^\s"'(),=<>:~*!\\-]|!(?![=~]))(?:[^\s"(),=<>:~*!\\]|!(?![=~]))*/y;
const STRING = /"((?:[^"\\]|\\[\s\S])*)"|'((?:[^'\\]|\\[\s\S])*)'/y;
const ESCAPE = /\\(?:u([\da-fA-F]{4})|x([\da-fA-F]{2})|([0-3]?[0-7]{1,2})|([\s\S]))/g;
const CONTROL: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  '"': '"',
  "'": "'",
  "\\": "\\",
};

/** Cuts a query into tokens; comments and blanks are skipped, `start` and `end` tell what touches. */
export function tokenize(query: string): Token[] {
  const tokens: Token[] = [];
  for (let at = skipBlank(query, 0); at < query.length; ) {
    const token = readToken(query, at);
    tokens.push(token);
    at = skipBlank(query, token.end);
  }
  tokens.push({ kind: "end", text: "", raw: "", start: query.length, end: query.length });
  return tokens;
}

function skipBlank(query: string, at: number): number {
  BLANK.lastIndex = at;
  BLANK.test(query);
  return BLANK.lastIndex;
}

function readToken(query: string, start: number): Token {
  const character = query.charAt(start);
  if (character === "(" || character === ")" || character === "," || character === "*" || character === "-")
    return { kind: character, text: character, raw: character, start, end: start + 1 };
  if (character === '"' || character === "'") return readString(query, start);
  const operator = OPERATORS.find((candidate) => query.startsWith(candidate, start));
  if (operator)
    return { kind: "operator", text: operator, raw: operator, start, end: start + operator.length };
  WORD.lastIndex = start;
  const word = WORD.exec(query)?.[0];
  if (word === undefined)
    throw new LoggingFilterSyntaxError(`"${character}" must be in double quotes`, start);
  return { kind: "word", text: word, raw: word, start, end: start + word.length };
}

function readString(query: string, start: number): Token {
  STRING.lastIndex = start;
  const match = STRING.exec(query);
  if (!match) throw new LoggingFilterSyntaxError("The quote has no closing quote", start);
  const raw = match[1] ?? match[2] ?? "";
  return { kind: "string", text: resolveEscapes(raw), raw, start, end: start + match[0].length };
}

/** Escapes that mean nothing keep their backslash, as people write `"\d"` in regular expressions. */
function resolveEscapes(raw: string): string {
  if (!raw.includes("\\")) return raw;
  return raw.replace(ESCAPE, (whole, unicode, hex, octal, character) => {
    if (unicode ?? hex) return String.fromCharCode(Number.parseInt(unicode ?? hex, 16));
    if (octal) return String.fromCharCode(Number.parseInt(octal, 8));
    return CONTROL[character] ?? whole;
  });
}

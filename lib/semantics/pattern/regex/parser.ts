import type { Cursor } from "../cursor.ts";
import {
  ANY_CHARACTER,
  type Branch,
  type CharacterClass,
  CLASS_ESCAPES,
  complementOf,
  type RegexSyntax,
  type RepeatedClass,
  unionOf,
} from "./syntax.ts";

const SYMBOLS = ":_#=@/;,- ";
const OPERATORS = "^$?[]{}|\\*+.";

/** Largest count in `{n,m}`. */
const MAX_REPETITION = 1000;

/** Positions of the automaton after `{n,m}` are written out: bounds the work for each character of a message. */
const MAX_POSITIONS = 2000;

interface Assertion {
  readonly assertion: "^" | "$";
}

/**
 * Parses the expression between two percent signs; the cursor stands after the first and is left after the second.
 *
 * Syntax: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function parseRegex(cursor: Cursor): RegexSyntax {
  const start = cursor.position;
  const branches: Branch[] = [];
  let positions = 0;
  for (;;) {
    const atoms = parseBranch(cursor);
    for (const atom of atoms) {
      if ("characters" in atom) positions += atom.max === Infinity ? Math.max(1, atom.min) : atom.max;
    }
    if (positions > MAX_POSITIONS) {
      cursor.fail(`This regular expression repeats too much; write smaller counts`, start);
    }
    const branch = anchored(atoms);
    if (branch !== undefined) branches.push(branch);
    if (!cursor.take("|")) break;
  }
  if (cursor.atEnd) cursor.fail("A regular expression has no closing '%'", start - 1);
  if (cursor.position === start)
    cursor.fail("A regular expression is empty; write it between the percent signs");
  cursor.take("%");
  return { branches };
}

function parseBranch(cursor: Cursor): (RepeatedClass | Assertion)[] {
  const atoms: (RepeatedClass | Assertion)[] = [];
  for (;;) {
    const next = cursor.peek();
    if (next === "" || next === "%" || next === "|") return atoms;
    if (next === "^" || next === "$") {
      cursor.position++;
      atoms.push({ assertion: next });
      continue;
    }
    if ("*+?{".includes(next)) {
      cursor.fail(`'${next}' has nothing to repeat; to match it as a character write '\\${next}'`);
    }
    const characters = parseCharacters(cursor);
    const repeated = { characters, ...parseQuantifier(cursor) };
    if (repeated.max > 0) atoms.push(repeated);
  }
}

function parseCharacters(cursor: Cursor): CharacterClass {
  if (cursor.take(".")) return ANY_CHARACTER;
  if (cursor.peek() === "[") return parseBrackets(cursor);
  if (cursor.peek() === "\\") return parseEscape(cursor);
  return single(literalCharacter(cursor));
}

function literalCharacter(cursor: Cursor): number {
  const character = cursor.peek();
  if (!/^[A-Za-z0-9]$/.test(character) && !SYMBOLS.includes(character) && !OPERATORS.includes(character)) {
    refuseCharacter(cursor, character);
  }
  cursor.position++;
  return character.charCodeAt(0);
}

function refuseCharacter(cursor: Cursor, character: string): never {
  if (character === "(" || character === ")") {
    const code = character === "(" ? "\\x28" : "\\x29";
    cursor.fail(`Parentheses are not supported in regular expressions; to match one write '${code}'`);
  }
  const code = character.charCodeAt(0);
  if (code > 0x7e || code < 0x20) {
    cursor.fail(
      `${cursor.describeNext()} is not supported in regular expressions; use '.' or a class such as '\\s'`,
    );
  }
  cursor.fail(
    `${cursor.describeNext()} is not supported in regular expressions; write '\\x${code.toString(16).toUpperCase().padStart(2, "0")}'`,
  );
}

function parseEscape(cursor: Cursor): CharacterClass {
  const start = cursor.position;
  cursor.position++;
  const escaped = cursor.peek();
  const letterClass = CLASS_ESCAPES.get(escaped);
  if (letterClass !== undefined) {
    cursor.position++;
    return letterClass;
  }
  if (escaped === "x") {
    const digits = cursor.pattern.slice(cursor.position + 1, Math.min(cursor.position + 3, cursor.end));
    if (!/^[0-9A-Fa-f]{2}$/.test(digits))
      cursor.fail("'\\x' needs two hexadecimal digits, as in '\\x3A'", start);
    cursor.position += 3;
    return single(Number.parseInt(digits, 16));
  }
  if (escaped === "" || !(OPERATORS.includes(escaped) || SYMBOLS.includes(escaped))) {
    if (escaped === "(" || escaped === ")") refuseCharacter(cursor, escaped);
    cursor.fail(
      "Only \\d \\D \\s \\S \\w \\W, \\xHH and a backslash before an operator are supported in regular expressions",
      start,
    );
  }
  cursor.position++;
  return single(escaped.charCodeAt(0));
}

function parseBrackets(cursor: Cursor): CharacterClass {
  const start = cursor.position;
  cursor.position++;
  const negated = cursor.take("^");
  const ranges: (readonly [number, number])[] = [];
  for (;;) {
    const next = cursor.peek();
    if (next === "" || next === "%") cursor.fail("A '[' in a regular expression has no closing ']'", start);
    if (next === "]") {
      if (ranges.length === 0) cursor.fail("A character class is empty; to match ']' write '\\]'", start);
      cursor.position++;
      const union = unionOf(ranges);
      return negated ? complementOf(union) : union;
    }
    ranges.push(...parseRange(cursor));
  }
}

function parseRange(cursor: Cursor): CharacterClass {
  const start = cursor.position;
  const first = parseClassMember(cursor);
  const from = first.length === 1 && first[0]?.[0] === first[0]?.[1] ? first[0]?.[0] : undefined;
  const afterDash = cursor.pattern[cursor.position + 1];
  if (cursor.peek() !== "-" || from === undefined || afterDash === "]" || afterDash === "%") return first;
  cursor.position++;
  const last = parseClassMember(cursor);
  const to = last.length === 1 && last[0]?.[0] === last[0]?.[1] ? last[0]?.[0] : undefined;
  if (to === undefined) return unionOf([...first, ...single("-".charCodeAt(0)), ...last]);
  if (to < from)
    cursor.fail("A range in a character class is in the wrong order; write the lower end first", start);
  return [[from, to]];
}

function parseClassMember(cursor: Cursor): CharacterClass {
  if (cursor.peek() === "[") {
    cursor.fail("Character classes cannot be nested in a regular expression; to match '[' write '\\['");
  }
  return cursor.peek() === "\\" ? parseEscape(cursor) : single(literalCharacter(cursor));
}

function parseQuantifier(cursor: Cursor): { readonly min: number; readonly max: number } {
  const quantifier = readQuantifier(cursor);
  if (quantifier === undefined) return { min: 1, max: 1 };
  // A lazy quantifier matches the same messages as a greedy one.
  cursor.take("?");
  if ("*+?{".includes(cursor.peek()) && !cursor.atEnd) {
    cursor.fail(`'${cursor.peek()}' repeats a repetition; only one quantifier may follow a character`);
  }
  return quantifier;
}

function readQuantifier(cursor: Cursor): { readonly min: number; readonly max: number } | undefined {
  if (cursor.take("*")) return { min: 0, max: Infinity };
  if (cursor.take("+")) return { min: 1, max: Infinity };
  if (cursor.take("?")) return { min: 0, max: 1 };
  if (cursor.peek() !== "{") return undefined;
  const start = cursor.position;
  const counts = /^\{(\d*)(,(\d*))?\}/.exec(cursor.pattern.slice(start, cursor.end));
  if (counts === null || counts[0] === "{}")
    cursor.fail("A count must be {n}, {n,}, {,m} or {n,m}; to match a brace write '\\{'", start);
  const min = Number(counts[1]);
  const max = counts[2] === undefined ? min : counts[3] === "" ? Infinity : Number(counts[3]);
  if (min > MAX_REPETITION || (max !== Infinity && max > MAX_REPETITION)) {
    cursor.fail(`A count must be at most ${MAX_REPETITION}`, start);
  }
  if (max < min) cursor.fail("A count has its bounds in the wrong order; write the smaller one first", start);
  cursor.position = start + counts[0].length;
  return { min, max };
}

function single(character: number): CharacterClass {
  return [[character, character]];
}

/** Moves `^` and `$` to the ends of their branch: what stands outside them can only match nothing. */
function anchored(atoms: readonly (RepeatedClass | Assertion)[]): Branch | undefined {
  const isAssertion = (atom: RepeatedClass | Assertion, which: "^" | "$") =>
    "assertion" in atom && atom.assertion === which;
  const start = atoms.findLastIndex((atom) => isAssertion(atom, "^"));
  const firstEnd = atoms.findIndex((atom) => isAssertion(atom, "$"));
  const end = firstEnd === -1 ? atoms.length : firstEnd;
  const mustBeEmpty = [...atoms.slice(0, Math.max(0, start)), ...atoms.slice(end)];
  for (const atom of mustBeEmpty) if ("characters" in atom && atom.min > 0) return undefined;
  const items = atoms.slice(start + 1, end).filter((atom) => "characters" in atom);
  return { anchoredAtStart: start !== -1, anchoredAtEnd: firstEnd !== -1, items };
}

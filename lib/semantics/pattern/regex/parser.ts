import type { Scanner } from "../scanner.ts";
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
 * Parses the expression between two percent signs; the scanner stands after the first and is left after the second.
 *
 * Syntax: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function parseRegex(scanner: Scanner): RegexSyntax {
  const start = scanner.position;
  const branches: Branch[] = [];
  let positions = 0;
  for (;;) {
    const atoms = parseBranch(scanner);
    for (const atom of atoms) {
      if ("characters" in atom) positions += atom.max === Infinity ? Math.max(1, atom.min) : atom.max;
    }
    if (positions > MAX_POSITIONS) {
      scanner.fail(`This regular expression repeats too much; write smaller counts`, start);
    }
    const branch = anchored(atoms);
    if (branch !== undefined) branches.push(branch);
    if (!scanner.take("|")) break;
  }
  if (scanner.atEnd) scanner.fail("A regular expression has no closing '%'", start - 1);
  if (scanner.position === start)
    scanner.fail("A regular expression is empty; write it between the percent signs");
  scanner.take("%");
  return { branches };
}

function parseBranch(scanner: Scanner): (RepeatedClass | Assertion)[] {
  const atoms: (RepeatedClass | Assertion)[] = [];
  for (;;) {
    const next = scanner.peek();
    if (next === "" || next === "%" || next === "|") return atoms;
    if (next === "^" || next === "$") {
      scanner.position++;
      atoms.push({ assertion: next });
      continue;
    }
    if ("*+?{".includes(next)) {
      scanner.fail(`'${next}' has nothing to repeat; to match it as a character write '\\${next}'`);
    }
    const characters = parseCharacters(scanner);
    const repeated = { characters, ...parseQuantifier(scanner) };
    if (repeated.max > 0) atoms.push(repeated);
  }
}

function parseCharacters(scanner: Scanner): CharacterClass {
  if (scanner.take(".")) return ANY_CHARACTER;
  if (scanner.peek() === "[") return parseBrackets(scanner);
  if (scanner.peek() === "\\") return parseEscape(scanner);
  return single(literalCharacter(scanner));
}

function literalCharacter(scanner: Scanner): number {
  const character = scanner.peek();
  if (!/^[A-Za-z0-9]$/.test(character) && !SYMBOLS.includes(character) && !OPERATORS.includes(character)) {
    refuseCharacter(scanner, character);
  }
  scanner.position++;
  return character.charCodeAt(0);
}

function refuseCharacter(scanner: Scanner, character: string): never {
  if (character === "(" || character === ")") {
    const code = character === "(" ? "\\x28" : "\\x29";
    scanner.fail(`Parentheses are not supported in regular expressions; to match one write '${code}'`);
  }
  const code = character.charCodeAt(0);
  if (code > 0x7e || code < 0x20) {
    scanner.fail(
      `${scanner.describeNext()} is not supported in regular expressions; use '.' or a class such as '\\s'`,
    );
  }
  scanner.fail(
    `${scanner.describeNext()} is not supported in regular expressions; write '\\x${code.toString(16).toUpperCase().padStart(2, "0")}'`,
  );
}

function parseEscape(scanner: Scanner): CharacterClass {
  const start = scanner.position;
  scanner.position++;
  const escaped = scanner.peek();
  const letterClass = CLASS_ESCAPES.get(escaped);
  if (letterClass !== undefined) {
    scanner.position++;
    return letterClass;
  }
  if (escaped === "x") {
    const digits = scanner.pattern.slice(scanner.position + 1, Math.min(scanner.position + 3, scanner.end));
    if (!/^[0-9A-Fa-f]{2}$/.test(digits))
      scanner.fail("'\\x' needs two hexadecimal digits, as in '\\x3A'", start);
    scanner.position += 3;
    return single(Number.parseInt(digits, 16));
  }
  if (escaped === "" || !(OPERATORS.includes(escaped) || SYMBOLS.includes(escaped))) {
    if (escaped === "(" || escaped === ")") refuseCharacter(scanner, escaped);
    scanner.fail(
      "Only \\d \\D \\s \\S \\w \\W, \\xHH and a backslash before an operator are supported in regular expressions",
      start,
    );
  }
  scanner.position++;
  return single(escaped.charCodeAt(0));
}

function parseBrackets(scanner: Scanner): CharacterClass {
  const start = scanner.position;
  scanner.position++;
  const negated = scanner.take("^");
  const ranges: (readonly [number, number])[] = [];
  for (;;) {
    const next = scanner.peek();
    if (next === "" || next === "%") scanner.fail("A '[' in a regular expression has no closing ']'", start);
    if (next === "]") {
      if (ranges.length === 0) scanner.fail("A character class is empty; to match ']' write '\\]'", start);
      scanner.position++;
      const union = unionOf(ranges);
      return negated ? complementOf(union) : union;
    }
    ranges.push(...parseRange(scanner));
  }
}

function parseRange(scanner: Scanner): CharacterClass {
  const start = scanner.position;
  const first = parseClassMember(scanner);
  const from = first.length === 1 && first[0]?.[0] === first[0]?.[1] ? first[0]?.[0] : undefined;
  const afterDash = scanner.pattern[scanner.position + 1];
  if (scanner.peek() !== "-" || from === undefined || afterDash === "]" || afterDash === "%") return first;
  scanner.position++;
  const last = parseClassMember(scanner);
  const to = last.length === 1 && last[0]?.[0] === last[0]?.[1] ? last[0]?.[0] : undefined;
  if (to === undefined) return unionOf([...first, ...single("-".charCodeAt(0)), ...last]);
  if (to < from)
    scanner.fail("A range in a character class is in the wrong order; write the lower end first", start);
  return [[from, to]];
}

function parseClassMember(scanner: Scanner): CharacterClass {
  if (scanner.peek() === "[") {
    scanner.fail("Character classes cannot be nested in a regular expression; to match '[' write '\\['");
  }
  return scanner.peek() === "\\" ? parseEscape(scanner) : single(literalCharacter(scanner));
}

function parseQuantifier(scanner: Scanner): { readonly min: number; readonly max: number } {
  const quantifier = readQuantifier(scanner);
  if (quantifier === undefined) return { min: 1, max: 1 };
  // A lazy quantifier matches the same messages as a greedy one.
  scanner.take("?");
  if ("*+?{".includes(scanner.peek()) && !scanner.atEnd) {
    scanner.fail(`'${scanner.peek()}' repeats a repetition; only one quantifier may follow a character`);
  }
  return quantifier;
}

function readQuantifier(scanner: Scanner): { readonly min: number; readonly max: number } | undefined {
  if (scanner.take("*")) return { min: 0, max: Infinity };
  if (scanner.take("+")) return { min: 1, max: Infinity };
  if (scanner.take("?")) return { min: 0, max: 1 };
  if (scanner.peek() !== "{") return undefined;
  const start = scanner.position;
  const counts = /^\{(\d*)(,(\d*))?\}/.exec(scanner.pattern.slice(start, scanner.end));
  if (counts === null || counts[0] === "{}")
    scanner.fail("A count must be {n}, {n,}, {,m} or {n,m}; to match a brace write '\\{'", start);
  const min = Number(counts[1]);
  const max = counts[2] === undefined ? min : counts[3] === "" ? Infinity : Number(counts[3]);
  if (min > MAX_REPETITION || (max !== Infinity && max > MAX_REPETITION)) {
    scanner.fail(`A count must be at most ${MAX_REPETITION}`, start);
  }
  if (max < min)
    scanner.fail("A count has its bounds in the wrong order; write the smaller one first", start);
  scanner.position = start + counts[0].length;
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

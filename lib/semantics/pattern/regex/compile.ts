import { Automaton, endOfLastLine } from "./automaton.ts";
import { type Branch, onlyCharacterOf, type RegexSyntax } from "./syntax.ts";

/**
 * A search anywhere in a text, in linear time. `$` also holds before a final line end, as in the engines of the
 * field, so that `%timeout$%` finds a message whose line was stored with its newline.
 */
export function compileRegex(syntax: RegexSyntax): (text: string) => boolean {
  const tests: ((text: string) => boolean)[] = [];
  const searched: Branch[] = [];
  for (const branch of syntax.branches) {
    const text = literalOf(branch);
    if (text === undefined) searched.push(branch);
    else tests.push(literalTest(text, branch));
  }
  if (searched.length > 0) tests.push(search(searched));
  const [first, second] = tests;
  if (first === undefined) return () => false;
  if (second === undefined) return first;
  return (text) => tests.some((test) => test(text));
}

function search(branches: readonly Branch[]): (text: string) => boolean {
  let automaton: Automaton | undefined;
  const test = (text: string): boolean => {
    automaton ??= new Automaton(branches);
    return automaton.test(text);
  };
  const required = branches.map(longestLiteralOf);
  if (required.includes("")) return test;
  const [only] = required;
  if (required.length === 1 && only !== undefined) return (text) => text.includes(only) && test(text);
  return (text) => required.some((literal) => text.includes(literal)) && test(text);
}

/** The text of a branch without classes and repetitions. */
function literalOf(branch: Branch): string | undefined {
  let text = "";
  for (const { characters, min, max } of branch.items) {
    const character = onlyCharacterOf(characters);
    if (character === undefined || min !== max) return undefined;
    text += character.repeat(min);
  }
  return text;
}

/** A text that every match of the branch contains. */
function longestLiteralOf(branch: Branch): string {
  let longest = "";
  let current = "";
  for (const { characters, min, max } of branch.items) {
    const character = onlyCharacterOf(characters);
    current += character === undefined ? "" : character.repeat(min);
    if (current.length > longest.length) longest = current;
    if (character === undefined || min !== max)
      current = character === undefined ? "" : character.repeat(min);
  }
  return longest;
}

function literalTest(literal: string, { anchoredAtStart, anchoredAtEnd }: Branch): (text: string) => boolean {
  if (!anchoredAtEnd) return (text) => (anchoredAtStart ? text.startsWith(literal) : text.includes(literal));
  const endsAt = (text: string, end: number): boolean =>
    end >= literal.length && text.endsWith(literal, end) && (!anchoredAtStart || end === literal.length);
  return (text) => endsAt(text, text.length) || endsAt(text, endOfLastLine(text));
}

import { QueryCompileError } from "./query-compile-error.ts";
import { compileRegex } from "./regular-expression.ts";
import type { Command } from "./tree.ts";

/** What `parse` finds in a text: pairs of a name and a value, or undefined where the pattern does not match. */
export type Extraction = (text: string) => readonly (readonly [name: string, value: string])[] | undefined;

type Parse = Extract<Command, { kind: "parse" }>;

/** The names of the fields that a `parse` makes. @throws QueryCompileError */
export function parsedNames(command: Parse): readonly string[] {
  const { pattern, names } = command;
  if (pattern.kind !== "regex" || names.length > 0) return names;
  return groupNames(compileRegex(pattern.pattern, pattern).matcher("").namedGroups);
}

/** @throws QueryCompileError */
export function compileParse(command: Parse): Extraction {
  const { pattern, names } = command;
  if (pattern.kind === "regex") return regexExtraction(command, names);
  if (pattern.kind !== "literal" || typeof pattern.value !== "string")
    throw new QueryCompileError("parse: expected a pattern in quotes or slashes", pattern);
  const literals = pattern.value.split("*");
  if (literals.length === 1)
    throw new QueryCompileError("parse: expected at least one '*' in the pattern", pattern);
  if (literals.length - 1 !== names.length)
    throw new QueryCompileError(
      `parse: the pattern has ${literals.length - 1} '*' for ${names.length} names`,
      command,
    );
  return (text) => globExtraction(text, literals)?.map((value, index) => [names[index]!, value] as const);
}

/** The shortest text for each `*`, the rest of the line for one at the end. */
function globExtraction(text: string, literals: readonly string[]): string[] | undefined {
  const [first = "", ...others] = literals;
  let at = text.indexOf(first);
  if (at === -1) return undefined;
  at += first.length;
  const values: string[] = [];
  for (const [index, literal] of others.entries()) {
    const isLast = index === others.length - 1;
    const end = literal === "" && isLast ? text.length : text.indexOf(literal, at);
    if (end === -1) return undefined;
    values.push(text.slice(at, end));
    at = end + literal.length;
  }
  return values;
}

function regexExtraction(command: Parse, names: readonly string[]): Extraction {
  const { pattern } = command;
  if (pattern.kind !== "regex") throw new TypeError("not a regular expression");
  const regex = compileRegex(pattern.pattern, pattern);
  const named = regex.matcher("").namedGroups;
  const groups: [name: string, group: number][] =
    names.length > 0
      ? names.map((name, index) => [name, index + 1])
      : groupNames(named).map((name) => [name, named[name]!]);
  if (groups.length === 0)
    throw new QueryCompileError("parse: expected a named group such as (?<name>…) in the pattern", pattern);
  const count = regex.groupCount();
  if (names.length > 0 && count !== names.length)
    throw new QueryCompileError(`parse: the pattern has ${count} groups for ${names.length} names`, command);
  return (text) => {
    const matcher = regex.matcher(text);
    if (!matcher.find()) return undefined;
    const values: [string, string][] = [];
    for (const [name, group] of groups) {
      const value = matcher.group(group);
      if (value !== null) values.push([name, value]);
    }
    return values;
  };
}

function groupNames(named: Readonly<Record<string, number>>): string[] {
  return Object.keys(named).sort((left, right) => named[left]! - named[right]!);
}

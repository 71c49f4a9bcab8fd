import { compileRegex } from "../regular-expression.ts";
import { Structure } from "../rows/structure.ts";
import { QueryCompileError } from "../syntax/query-compile-error.ts";
import type { Command, Expression } from "../syntax/tree.ts";
import type { Value } from "../values.ts";

/** Each match of a text: names with what they take. */
export type Extraction = (text: string) => readonly (readonly (readonly [name: string, value: Value])[])[];

type Parse = Extract<Command, { kind: "parse" }>;
type RegexPattern = Extract<Expression, { kind: "regex" }>;

/** The names of the fields that a `parse` makes. @throws QueryCompileError */
export function parsedNames(command: Parse): readonly string[] {
  const { pattern, names } = command;
  if (typeof pattern === "string" || pattern.kind !== "regex" || names.length > 0) return names;
  return groupNames(compileRegex(pattern.pattern, pattern).matcher("").namedGroups);
}

/** @throws QueryCompileError */
export function compileParse(command: Parse): Extraction {
  const { pattern, names, multi } = command;
  if (typeof pattern !== "string" && pattern.kind === "regex")
    return regexExtraction(command, pattern, multi);
  if (multi) throw new QueryCompileError("parse: 'multi' goes with a regular expression", command);
  if (names.length === 0) throw new QueryCompileError("parse: expected 'as' and a name", command);
  if (pattern === "logfmt") {
    if (names.length > 1) throw new QueryCompileError("parse logfmt: expected one name after 'as'", command);
    return (text) => [[[names[0]!, new Structure(logfmtOf(text))]]];
  }
  if (pattern === "csv")
    return (text) => {
      const cells = csvCells(text);
      return [names.slice(0, cells.length).map((name, index) => [name, cells[index]!] as const)];
    };
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
  return (text) => {
    const values = globExtraction(text, literals);
    return values ? [values.map((value, index) => [names[index]!, value] as const)] : [];
  };
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

function regexExtraction(command: Parse, pattern: RegexPattern, multi: boolean): Extraction {
  const { names } = command;
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
    const matches: [string, string][][] = [];
    while (matcher.find()) {
      const values: [string, string][] = [];
      for (const [name, group] of groups) {
        const value = matcher.group(group);
        if (value !== null) values.push([name, value]);
      }
      matches.push(values);
      if (!multi) break;
    }
    return matches;
  };
}

function groupNames(named: Readonly<Record<string, number>>): string[] {
  return Object.keys(named).sort((left, right) => named[left]! - named[right]!);
}

const PAIR = /(?<!\S)([^\s="]+)=(?:"((?:[^"\\]|\\.)*)"|(\S*))/g;

/** `level=error msg="disk full"`: what is no pair is passed over. */
function logfmtOf(text: string): object {
  const pairs: Record<string, string> = Object.create(null);
  for (const [, key, quoted, plain] of text.matchAll(PAIR))
    pairs[key!] = quoted === undefined ? plain! : quoted.replaceAll(/\\(.)/g, "$1");
  return pairs;
}

/** The cells of a line; quotes hold commas, and two of them are one. */
function csvCells(line: string): string[] {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    let cell = "";
    if (line[at] === '"') {
      at += 1;
      for (; at < line.length; at += 1) {
        if (line[at] !== '"') cell += line[at];
        else if (line[at + 1] === '"') {
          cell += '"';
          at += 1;
        } else break;
      }
      at += 1;
    }
    const comma = line.indexOf(",", at);
    const end = comma === -1 ? line.length : comma;
    cells.push(cell + line.slice(at, end));
    if (comma === -1) return cells;
    at = comma + 1;
  }
}

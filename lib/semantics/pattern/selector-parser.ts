import { FILTER_PATTERN_MAX_WILDCARDS_PER_SELECTOR as MAX_WILDCARDS_PER_SELECTOR } from "../limits.ts";
import type { Cursor } from "./cursor.ts";
import type { JsonSelector, SelectorStep } from "./tree.ts";

const NAME_CHARACTER = /[A-Za-z0-9_-]/;
const MAX_INDEX = 2 ** 31 - 1;

/** Parses `$` and its steps: `.name`, `['name']`, `[0]`, `[*]`, `.*`. */
export function parseJsonSelector(cursor: Cursor): JsonSelector {
  const start = cursor.position;
  if (!cursor.take("$")) {
    cursor.fail(`A selector such as $.level was expected, not ${cursor.describeNext()}`);
  }
  const steps: SelectorStep[] = [];
  for (;;) {
    if (cursor.take(".")) steps.push(parseDotStep(cursor));
    else if (cursor.peek() === "[") steps.push(parseBracketStep(cursor));
    else break;
  }
  if (steps.length === 0)
    cursor.fail("'$' must be followed by a property such as '.level' or an index such as '[0]'");
  if (countWildcards(steps) > MAX_WILDCARDS_PER_SELECTOR) {
    cursor.fail(`A selector may have at most ${MAX_WILDCARDS_PER_SELECTOR} wildcard`, start);
  }
  return steps;
}

export function countWildcards(selector: JsonSelector): number {
  return selector.filter(isWildcard).length;
}

export function isWildcard(step: SelectorStep): boolean {
  return step.type === "any-member" || step.type === "any-element";
}

function parseDotStep(cursor: Cursor): SelectorStep {
  if (cursor.take("*")) return { type: "any-member" };
  if (cursor.peek() === "[") {
    const quote = cursor.pattern[cursor.position + 1];
    if (quote === "'" || quote === '"') return parseBracketStep(cursor);
    cursor.fail("'.' must be followed by a name; write the index without the dot, as in $.list[0]");
  }
  const start = cursor.position;
  while (NAME_CHARACTER.test(cursor.peek())) cursor.position++;
  if (cursor.position === start) {
    cursor.fail(
      `A property name was expected, not ${cursor.describeNext()}; quote other names, as in $.['a.b']`,
    );
  }
  const next = cursor.peek();
  if (next !== "" && !/[\s.[=!<>&|(){}]/.test(next)) {
    cursor.fail(`${cursor.describeNext()} cannot stand in a property name; quote it, as in $.['a${next}b']`);
  }
  return { type: "name", name: cursor.pattern.slice(start, cursor.position) };
}

function parseBracketStep(cursor: Cursor): SelectorStep {
  const start = cursor.position;
  cursor.position++;
  cursor.skipBlanks();
  const quote = cursor.peek();
  let step: SelectorStep;
  if (cursor.take("*")) step = { type: "any-element" };
  else if (quote === "'" || quote === '"') step = { type: "name", name: parseQuotedName(cursor, quote) };
  else step = { type: "index", index: parseIndex(cursor) };
  cursor.skipBlanks();
  if (!cursor.take("]"))
    cursor.fail(`']' was expected, not ${cursor.describeNext()}`, cursor.atEnd ? start : undefined);
  return step;
}

function parseQuotedName(cursor: Cursor, quote: string): string {
  const start = cursor.position;
  cursor.position++;
  let name = "";
  for (;;) {
    if (cursor.atEnd) cursor.fail(`A property name has no closing ${quote}`, start);
    const character = cursor.peek();
    cursor.position++;
    if (character === quote) return name;
    if (character === "\\" && (cursor.peek() === quote || cursor.peek() === "\\")) {
      name += cursor.peek();
      cursor.position++;
    } else name += character;
  }
}

function parseIndex(cursor: Cursor): number {
  const start = cursor.position;
  while (/[0-9]/.test(cursor.peek())) cursor.position++;
  if (cursor.position === start) {
    cursor.fail(`An index, '*' or a quoted name was expected, not ${cursor.describeNext()}`);
  }
  const index = Number(cursor.pattern.slice(start, cursor.position));
  if (index > MAX_INDEX) cursor.fail(`An index must be at most ${MAX_INDEX}`, start);
  return index;
}

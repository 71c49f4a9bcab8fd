import { FILTER_PATTERN_MAX_WILDCARDS_PER_SELECTOR as MAX_WILDCARDS_PER_SELECTOR } from "../limits.ts";
import type { Scanner } from "./scanner.ts";
import type { JsonSelector, SelectorStep } from "./tree.ts";

const NAME_CHARACTER = /[A-Za-z0-9_-]/;
const MAX_INDEX = 2 ** 31 - 1;

/** Parses `$` and its steps: `.name`, `['name']`, `[0]`, `[*]`, `.*`. */
export function parseJsonSelector(scanner: Scanner): JsonSelector {
  const start = scanner.position;
  if (!scanner.take("$")) {
    scanner.fail(`A selector such as $.level was expected, not ${scanner.describeNext()}`);
  }
  const steps: SelectorStep[] = [];
  for (;;) {
    if (scanner.take(".")) steps.push(parseDotStep(scanner));
    else if (scanner.peek() === "[") steps.push(parseBracketStep(scanner));
    else break;
  }
  if (steps.length === 0)
    scanner.fail("'$' must be followed by a property such as '.level' or an index such as '[0]'");
  if (countWildcards(steps) > MAX_WILDCARDS_PER_SELECTOR) {
    scanner.fail(`A selector may have at most ${MAX_WILDCARDS_PER_SELECTOR} wildcard`, start);
  }
  return steps;
}

export function countWildcards(selector: JsonSelector): number {
  return selector.filter(isWildcard).length;
}

export function isWildcard(step: SelectorStep): boolean {
  return step.type === "any-member" || step.type === "any-element";
}

function parseDotStep(scanner: Scanner): SelectorStep {
  if (scanner.take("*")) return { type: "any-member" };
  if (scanner.peek() === "[") {
    const quote = scanner.pattern[scanner.position + 1];
    if (quote === "'" || quote === '"') return parseBracketStep(scanner);
    scanner.fail("'.' must be followed by a name; write the index without the dot, as in $.list[0]");
  }
  const start = scanner.position;
  while (NAME_CHARACTER.test(scanner.peek())) scanner.position++;
  if (scanner.position === start) {
    scanner.fail(
      `A property name was expected, not ${scanner.describeNext()}; quote other names, as in $.['a.b']`,
    );
  }
  const next = scanner.peek();
  if (next !== "" && !/[\s.[=!<>&|(){}]/.test(next)) {
    scanner.fail(
      `${scanner.describeNext()} cannot stand in a property name; quote it, as in $.['a${next}b']`,
    );
  }
  return { type: "name", name: scanner.pattern.slice(start, scanner.position) };
}

function parseBracketStep(scanner: Scanner): SelectorStep {
  const start = scanner.position;
  scanner.position++;
  scanner.skipBlanks();
  const quote = scanner.peek();
  let step: SelectorStep;
  if (scanner.take("*")) step = { type: "any-element" };
  else if (quote === "'" || quote === '"') step = { type: "name", name: parseQuotedName(scanner, quote) };
  else step = { type: "index", index: parseIndex(scanner) };
  scanner.skipBlanks();
  if (!scanner.take("]"))
    scanner.fail(`']' was expected, not ${scanner.describeNext()}`, scanner.atEnd ? start : undefined);
  return step;
}

function parseQuotedName(scanner: Scanner, quote: string): string {
  const start = scanner.position;
  scanner.position++;
  let name = "";
  for (;;) {
    if (scanner.atEnd) scanner.fail(`A property name has no closing ${quote}`, start);
    const character = scanner.peek();
    scanner.position++;
    if (character === quote) return name;
    if (character === "\\" && (scanner.peek() === quote || scanner.peek() === "\\")) {
      name += scanner.peek();
      scanner.position++;
    } else name += character;
  }
}

function parseIndex(scanner: Scanner): number {
  const start = scanner.position;
  while (/[0-9]/.test(scanner.peek())) scanner.position++;
  if (scanner.position === start) {
    scanner.fail(`An index, '*' or a quoted name was expected, not ${scanner.describeNext()}`);
  }
  const index = Number(scanner.pattern.slice(start, scanner.position));
  if (index > MAX_INDEX) scanner.fail(`An index must be at most ${MAX_INDEX}`, start);
  return index;
}

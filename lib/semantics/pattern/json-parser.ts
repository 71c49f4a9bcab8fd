import { FILTER_PATTERN_MAX_WILDCARDS as MAX_WILDCARDS } from "../limits.ts";
import type { Cursor } from "./cursor.ts";
import { parseJunction } from "./junction-parser.ts";
import { parseOperand, parseOperator } from "./operand-parser.ts";
import { countWildcards, isWildcard, parseJsonSelector } from "./selector-parser.ts";
import type { JsonCondition, JsonSelector, JsonTree } from "./tree.ts";

const OPERAND_SYNTAX = { delimiters: "(){}=<>!", innerWildcards: false };

/** Parses a pattern in braces. */
export function parseJson(cursor: Cursor): JsonTree {
  const start = cursor.position;
  cursor.position++;
  let wildcards = 0;
  const parseCondition = (): JsonCondition => {
    const selectorStart = cursor.position;
    const selector = parseJsonSelector(cursor);
    wildcards += countWildcards(selector);
    if (selector.some(isWildcard) && wildcards > MAX_WILDCARDS) {
      cursor.fail(`A filter pattern may have at most ${MAX_WILDCARDS} wildcard selectors`, selectorStart);
    }
    return parseTest(cursor, selector);
  };
  const condition = parseJunction<JsonCondition>(cursor, parseCondition) as JsonCondition;
  cursor.skipBlanks();
  if (!cursor.take("}")) {
    if (cursor.atEnd) cursor.fail("The pattern has no closing '}'", start);
    cursor.fail(`'&&', '||' or '}' was expected, not ${cursor.describeNext()}`);
  }
  cursor.skipBlanks();
  if (!cursor.atEnd) cursor.fail(`Nothing may follow the closing '}', but ${cursor.describeNext()} does`);
  return { kind: "json", condition };
}

function parseTest(cursor: Cursor, selector: JsonSelector): JsonCondition {
  cursor.skipBlanks();
  const operator = parseOperator(cursor);
  if (operator !== undefined) {
    cursor.skipBlanks();
    return {
      type: "comparison",
      selector,
      operator,
      operand: parseOperand(cursor, operator, OPERAND_SYNTAX),
    };
  }
  const start = cursor.position;
  const keyword = readKeyword(cursor);
  if (keyword === "IS") {
    const valueStart = cursor.position;
    const value = readKeyword(cursor);
    if (value === "NULL") return { type: "is", selector, expected: null };
    if (value === "TRUE") return { type: "is", selector, expected: true };
    if (value === "FALSE") return { type: "is", selector, expected: false };
    cursor.fail("IS must be followed by NULL, TRUE or FALSE, in capitals", valueStart);
  }
  if (keyword === "NOT") {
    const existsStart = cursor.position;
    if (readKeyword(cursor) === "EXISTS") return { type: "not-exists", selector };
    cursor.fail("NOT must be followed by EXISTS, in capitals", existsStart);
  }
  if (keyword === "EXISTS") cursor.fail("There is no EXISTS; write '= *' to require a value", start);
  cursor.fail("An operator (= != > < >= <=), IS or NOT EXISTS was expected after the selector", start);
}

function readKeyword(cursor: Cursor): string {
  cursor.skipBlanks();
  const start = cursor.position;
  while (/[A-Za-z]/.test(cursor.peek())) cursor.position++;
  return cursor.pattern.slice(start, cursor.position);
}

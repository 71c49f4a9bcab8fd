import { FILTER_PATTERN_MAX_WILDCARDS as MAX_WILDCARDS } from "../limits.ts";
import { parseJunction } from "./junction-parser.ts";
import { parseOperand, parseOperator } from "./operand-parser.ts";
import type { Scanner } from "./scanner.ts";
import { countWildcards, isWildcard, parseJsonSelector } from "./selector-parser.ts";
import type { JsonCondition, JsonSelector, JsonTree } from "./tree.ts";

const OPERAND_SYNTAX = { delimiters: "(){}=<>!", innerWildcards: false };

/** Parses a pattern in braces. */
export function parseJson(scanner: Scanner): JsonTree {
  const start = scanner.position;
  scanner.position++;
  let wildcards = 0;
  const parseCondition = (): JsonCondition => {
    const selectorStart = scanner.position;
    const selector = parseJsonSelector(scanner);
    wildcards += countWildcards(selector);
    if (selector.some(isWildcard) && wildcards > MAX_WILDCARDS) {
      scanner.fail(`A filter pattern may have at most ${MAX_WILDCARDS} wildcard selectors`, selectorStart);
    }
    return parseTest(scanner, selector);
  };
  const condition = parseJunction<JsonCondition>(scanner, parseCondition) as JsonCondition;
  scanner.skipBlanks();
  if (!scanner.take("}")) {
    if (scanner.atEnd) scanner.fail("The pattern has no closing '}'", start);
    scanner.fail(`'&&', '||' or '}' was expected, not ${scanner.describeNext()}`);
  }
  scanner.skipBlanks();
  if (!scanner.atEnd) scanner.fail(`Nothing may follow the closing '}', but ${scanner.describeNext()} does`);
  return { kind: "json", condition };
}

function parseTest(scanner: Scanner, selector: JsonSelector): JsonCondition {
  scanner.skipBlanks();
  const operator = parseOperator(scanner);
  if (operator !== undefined) {
    scanner.skipBlanks();
    return {
      type: "comparison",
      selector,
      operator,
      operand: parseOperand(scanner, operator, OPERAND_SYNTAX),
    };
  }
  const start = scanner.position;
  const keyword = readKeyword(scanner);
  if (keyword === "IS") {
    const valueStart = scanner.position;
    const value = readKeyword(scanner);
    if (value === "NULL") return { type: "is", selector, expected: null };
    if (value === "TRUE") return { type: "is", selector, expected: true };
    if (value === "FALSE") return { type: "is", selector, expected: false };
    scanner.fail("IS must be followed by NULL, TRUE or FALSE, in capitals", valueStart);
  }
  if (keyword === "NOT") {
    const existsStart = scanner.position;
    if (readKeyword(scanner) === "EXISTS") return { type: "not-exists", selector };
    scanner.fail("NOT must be followed by EXISTS, in capitals", existsStart);
  }
  if (keyword === "EXISTS") scanner.fail("There is no EXISTS; write '= *' to require a value", start);
  scanner.fail("An operator (= != > < >= <=), IS or NOT EXISTS was expected after the selector", start);
}

function readKeyword(scanner: Scanner): string {
  scanner.skipBlanks();
  const start = scanner.position;
  while (/[A-Za-z]/.test(scanner.peek())) scanner.position++;
  return scanner.pattern.slice(start, scanner.position);
}

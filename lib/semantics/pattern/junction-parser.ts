import type { Scanner } from "./scanner.ts";
import type { Junction } from "./tree.ts";

/** Parentheses deeper than this are refused rather than exhaust the stack; a pattern's length allows 500. */
const MAX_DEPTH = 200;

/** Parses conditions joined by `||` and `&&` (which binds tighter), with parentheses. */
export function parseJunction<Condition>(
  scanner: Scanner,
  parseCondition: () => Condition,
  depth = 0,
): Condition | Junction<Condition | Junction<Condition>> {
  return parseSequence(scanner, "||", "or", () =>
    parseSequence(scanner, "&&", "and", () => {
      scanner.skipBlanks();
      if (scanner.peek() !== "(") return parseCondition();
      return parseParentheses(scanner, parseCondition, depth);
    }),
  ) as Condition;
}

function parseParentheses<Condition>(
  scanner: Scanner,
  parseCondition: () => Condition,
  depth: number,
): Condition {
  const start = scanner.position;
  if (depth >= MAX_DEPTH) scanner.fail("Parentheses are nested too deep; remove the ones that group nothing");
  scanner.position++;
  const condition = parseJunction(scanner, parseCondition, depth + 1) as Condition;
  scanner.skipBlanks();
  if (scanner.take(")")) return condition;
  if (scanner.atEnd || scanner.peek() === "}" || scanner.peek() === "]") {
    scanner.fail("This '(' has no closing ')'", start);
  }
  scanner.fail(`'&&', '||' or ')' was expected, not ${scanner.describeNext()}`);
}

function parseSequence<Condition>(
  scanner: Scanner,
  sign: "||" | "&&",
  type: "and" | "or",
  parseOperand: () => Condition,
): Condition | Junction<Condition> {
  const operands = [parseOperand()];
  for (;;) {
    scanner.skipBlanks();
    if (!scanner.take(sign)) break;
    operands.push(parseOperand());
  }
  return operands.length === 1 ? (operands[0] as Condition) : { type, operands };
}

import type { Cursor } from "./cursor.ts";
import type { Junction } from "./tree.ts";

/** Parentheses deeper than this are refused rather than exhaust the stack; a pattern's length allows 500. */
const MAX_DEPTH = 200;

/** Parses conditions joined by `||` and `&&` (which binds tighter), with parentheses. */
export function parseJunction<Condition>(
  cursor: Cursor,
  parseCondition: () => Condition,
  depth = 0,
): Condition | Junction<Condition | Junction<Condition>> {
  return parseSequence(cursor, "||", "or", () =>
    parseSequence(cursor, "&&", "and", () => {
      cursor.skipBlanks();
      if (cursor.peek() !== "(") return parseCondition();
      return parseParentheses(cursor, parseCondition, depth);
    }),
  ) as Condition;
}

function parseParentheses<Condition>(
  cursor: Cursor,
  parseCondition: () => Condition,
  depth: number,
): Condition {
  const start = cursor.position;
  if (depth >= MAX_DEPTH) cursor.fail("Parentheses are nested too deep; remove the ones that group nothing");
  cursor.position++;
  const condition = parseJunction(cursor, parseCondition, depth + 1) as Condition;
  cursor.skipBlanks();
  if (cursor.take(")")) return condition;
  if (cursor.atEnd || cursor.peek() === "}" || cursor.peek() === "]") {
    cursor.fail("This '(' has no closing ')'", start);
  }
  cursor.fail(`'&&', '||' or ')' was expected, not ${cursor.describeNext()}`);
}

function parseSequence<Condition>(
  cursor: Cursor,
  sign: "||" | "&&",
  type: "and" | "or",
  parseOperand: () => Condition,
): Condition | Junction<Condition> {
  const operands = [parseOperand()];
  for (;;) {
    cursor.skipBlanks();
    if (!cursor.take(sign)) break;
    operands.push(parseOperand());
  }
  return operands.length === 1 ? (operands[0] as Condition) : { type, operands };
}

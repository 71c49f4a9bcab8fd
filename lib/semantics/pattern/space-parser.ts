import type { Cursor } from "./cursor.ts";
import { parseJunction } from "./junction-parser.ts";
import { parseOperand, parseOperator } from "./operand-parser.ts";
import type { SpaceComparison, SpaceCondition, SpaceSlot, SpaceTree } from "./tree.ts";

const OPERAND_SYNTAX = { delimiters: ",()[]=<>!", innerWildcards: true };
const ELLIPSIS: SpaceSlot = { type: "ellipsis" };
const UNNAMED: SpaceSlot = { type: "field", name: undefined, condition: undefined };

/** Parses a pattern in square brackets. */
export function parseSpace(cursor: Cursor): SpaceTree {
  const start = cursor.position;
  cursor.position++;
  const slots: SpaceSlot[] = [];
  cursor.skipBlanks();
  if (!cursor.take("]")) {
    do {
      slots.push(parseSlot(cursor, slots));
      cursor.skipBlanks();
    } while (cursor.take(","));
    if (!cursor.take("]")) {
      if (cursor.atEnd) cursor.fail("The pattern has no closing ']'", start);
      cursor.fail(`',' or ']' was expected, not ${cursor.describeNext()}`);
    }
  }
  cursor.skipBlanks();
  if (!cursor.atEnd) cursor.fail(`Nothing may follow the closing ']', but ${cursor.describeNext()} does`);
  return { kind: "space", slots };
}

function parseSlot(cursor: Cursor, before: readonly SpaceSlot[]): SpaceSlot {
  cursor.skipBlanks();
  const start = cursor.position;
  if (cursor.take("...")) {
    if (before.includes(ELLIPSIS)) cursor.fail("Only one '...' may stand in a pattern", start);
    return ELLIPSIS;
  }
  if (cursor.peek() === "," || cursor.peek() === "]" || cursor.atEnd) return UNNAMED;
  const slot =
    cursor.peek() === "(" || nameHasCondition(cursor) ? parseExpression(cursor) : parseBareName(cursor);
  if (before.some((other) => other.type === "field" && other.name === slot.name)) {
    cursor.fail(`The field '${slot.name}' is declared twice; give each slot its own name`, start);
  }
  return slot;
}

function parseBareName(cursor: Cursor): SpaceSlot & { readonly type: "field" } {
  return { type: "field", name: parseName(cursor), condition: undefined };
}

function parseExpression(cursor: Cursor): SpaceSlot & { readonly type: "field" } {
  let name: string | undefined;
  const parseComparison = (): SpaceComparison => {
    const start = cursor.position;
    const compared = parseName(cursor);
    name ??= compared;
    if (compared !== name) {
      cursor.fail(`A condition may only name the field of its own slot, '${name}', not '${compared}'`, start);
    }
    cursor.skipBlanks();
    const operator = parseOperator(cursor);
    if (operator === undefined)
      cursor.fail(`An operator (= != > < >= <=) was expected, not ${cursor.describeNext()}`);
    cursor.skipBlanks();
    return { type: "comparison", operator, operand: parseOperand(cursor, operator, OPERAND_SYNTAX) };
  };
  const condition = parseJunction<SpaceCondition>(cursor, parseComparison) as SpaceCondition;
  return { type: "field", name, condition };
}

function nameHasCondition(cursor: Cursor): boolean {
  const start = cursor.position;
  parseName(cursor);
  cursor.skipBlanks();
  const next = cursor.peek();
  cursor.position = start;
  return next !== "," && next !== "]" && next !== "";
}

function parseName(cursor: Cursor): string {
  const start = cursor.position;
  if (/[0-9]/.test(cursor.peek())) cursor.fail("A field's name must not begin with a digit");
  while (/[A-Za-z0-9_-]/.test(cursor.peek())) cursor.position++;
  if (cursor.position === start) cursor.fail(`A field's name was expected, not ${cursor.describeNext()}`);
  return cursor.pattern.slice(start, cursor.position);
}

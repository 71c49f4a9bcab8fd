import { parseJunction } from "./junction-parser.ts";
import { parseOperand, parseOperator } from "./operand-parser.ts";
import type { Scanner } from "./scanner.ts";
import type { SpaceComparison, SpaceCondition, SpaceSlot, SpaceTree } from "./tree.ts";

const OPERAND_SYNTAX = { delimiters: ",()[]=<>!", innerWildcards: true };
const ELLIPSIS: SpaceSlot = { type: "ellipsis" };
const UNNAMED: SpaceSlot = { type: "field", name: undefined, condition: undefined };

/** Parses a pattern in square brackets. */
export function parseSpace(scanner: Scanner): SpaceTree {
  const start = scanner.position;
  scanner.position++;
  const slots: SpaceSlot[] = [];
  scanner.skipBlanks();
  if (!scanner.take("]")) {
    do {
      slots.push(parseSlot(scanner, slots));
      scanner.skipBlanks();
    } while (scanner.take(","));
    if (!scanner.take("]")) {
      if (scanner.atEnd) scanner.fail("The pattern has no closing ']'", start);
      scanner.fail(`',' or ']' was expected, not ${scanner.describeNext()}`);
    }
  }
  scanner.skipBlanks();
  if (!scanner.atEnd) scanner.fail(`Nothing may follow the closing ']', but ${scanner.describeNext()} does`);
  return { kind: "space", slots };
}

function parseSlot(scanner: Scanner, before: readonly SpaceSlot[]): SpaceSlot {
  scanner.skipBlanks();
  const start = scanner.position;
  if (scanner.take("...")) {
    if (before.includes(ELLIPSIS)) scanner.fail("Only one '...' may stand in a pattern", start);
    return ELLIPSIS;
  }
  if (scanner.peek() === "," || scanner.peek() === "]" || scanner.atEnd) return UNNAMED;
  const slot =
    scanner.peek() === "(" || nameHasCondition(scanner) ? parseExpression(scanner) : parseBareName(scanner);
  if (before.some((other) => other.type === "field" && other.name === slot.name)) {
    scanner.fail(`The field '${slot.name}' is declared twice; give each slot its own name`, start);
  }
  return slot;
}

function parseBareName(scanner: Scanner): SpaceSlot & { readonly type: "field" } {
  return { type: "field", name: parseName(scanner), condition: undefined };
}

function parseExpression(scanner: Scanner): SpaceSlot & { readonly type: "field" } {
  let name: string | undefined;
  const parseComparison = (): SpaceComparison => {
    const start = scanner.position;
    const compared = parseName(scanner);
    name ??= compared;
    if (compared !== name) {
      scanner.fail(
        `A condition may only name the field of its own slot, '${name}', not '${compared}'`,
        start,
      );
    }
    scanner.skipBlanks();
    const operator = parseOperator(scanner);
    if (operator === undefined)
      scanner.fail(`An operator (= != > < >= <=) was expected, not ${scanner.describeNext()}`);
    scanner.skipBlanks();
    return { type: "comparison", operator, operand: parseOperand(scanner, operator, OPERAND_SYNTAX) };
  };
  const condition = parseJunction<SpaceCondition>(scanner, parseComparison) as SpaceCondition;
  return { type: "field", name, condition };
}

function nameHasCondition(scanner: Scanner): boolean {
  const start = scanner.position;
  parseName(scanner);
  scanner.skipBlanks();
  const next = scanner.peek();
  scanner.position = start;
  return next !== "," && next !== "]" && next !== "";
}

function parseName(scanner: Scanner): string {
  const start = scanner.position;
  if (/[0-9]/.test(scanner.peek())) scanner.fail("A field's name must not begin with a digit");
  while (/[A-Za-z0-9_-]/.test(scanner.peek())) scanner.position++;
  if (scanner.position === start) scanner.fail(`A field's name was expected, not ${scanner.describeNext()}`);
  return scanner.pattern.slice(start, scanner.position);
}

import type { ConditionRules } from "./condition-rules.ts";
import { InvalidEventPatternError } from "./invalid-event-pattern.ts";
import { sameNumber } from "./numeric-condition.ts";
import { compileWildcard } from "./wildcard.ts";

type Test = (value: unknown) => boolean;

/**
 * Compiles the operand of `anything-but`: a text or number, a list of either, or one of four operators over a text or a
 * list of texts.
 *
 * @throws InvalidEventPatternError
 */
export function compileAnythingBut(operand: unknown, { decimals, anythingButNull }: ConditionRules): Test {
  const unwanted = unwantedTest(operand, decimals);
  return (value) => (value === null ? anythingButNull : !unwanted(value));
}

function unwantedTest(operand: unknown, decimals: number): Test {
  if (typeof operand === "object" && operand !== null && !Array.isArray(operand))
    return operatorTest(operand);
  const list: unknown[] = Array.isArray(operand) ? operand : [operand];
  if (list.length === 0) throw new InvalidEventPatternError("Empty arrays are not allowed");
  if (!list.every((item) => typeof item === "string" || typeof item === "number"))
    throw new InvalidEventPatternError(
      Array.isArray(operand)
        ? "Inside anything but list, start|null|boolean is not supported."
        : "Value of anything-but must be an array or single string/number value.",
    );
  if (new Set(list.map((item) => typeof item)).size > 1)
    throw new InvalidEventPatternError(
      "Inside anything but list, either all values are number or string, mixed type is not supported",
    );
  return (value) =>
    list.some((item) => (typeof item === "number" ? sameNumber(value, item, decimals) : value === item));
}

function operatorTest(operand: object): Test {
  const [[operator, texts] = ["", undefined], ...more] = Object.entries(operand) as [string, unknown][];
  if (more.length > 0) throw new InvalidEventPatternError("Only one key allowed in match expression");
  const tests = listOf(texts).map((text) => textTest(operator, text));
  return (value) => typeof value === "string" && tests.some((test) => test(value));
}

function textTest(operator: string, text: unknown): (value: string) => boolean {
  switch (operator) {
    case "prefix":
    case "suffix":
      if (typeof text === "object")
        throw new InvalidEventPatternError(
          "Value of anything-but must be an array or single string/number value.",
        );
      if (typeof text !== "string")
        throw new InvalidEventPatternError("prefix/suffix match pattern must be a string");
      if (text === "") throw new InvalidEventPatternError("Null prefix/suffix not allowed");
      return operator === "prefix" ? (value) => value.startsWith(text) : (value) => value.endsWith(text);
    case "equals-ignore-case":
      if (typeof text !== "string")
        throw new InvalidEventPatternError(
          "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.",
        );
      return (value) => value.toLowerCase() === text.toLowerCase();
    case "wildcard":
      if (typeof text !== "string")
        throw new InvalidEventPatternError("wildcard match pattern must be a string");
      return compileWildcard(text);
    default:
      throw new InvalidEventPatternError(`Unsupported anything-but pattern: ${operator}`);
  }
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) return [value];
  if (value.length === 0) throw new InvalidEventPatternError("Empty arrays are not allowed");
  return value;
}

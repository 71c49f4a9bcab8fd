import { compileAddressRange } from "./address-range.ts";
import { compileAnythingBut } from "./anything-but.ts";
import type { ConditionRules } from "./condition-rules.ts";
import { InvalidEventPatternError } from "./invalid-event-pattern.ts";
import { compileNumeric, sameNumber } from "./numeric-condition.ts";
import { compileWildcard } from "./wildcard.ts";

/** One element of a list in a pattern of events or a filter policy. */
export interface EventCondition {
  /** Whether it wants the key to be missing. */
  readonly absent: boolean;
  /** Whether one value satisfies it; undefined when none can. */
  readonly test?: (value: unknown) => boolean;
}

type Test = (value: unknown) => boolean;

/**
 * Compiles one condition: an exact value or one of the operators.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 * https://docs.aws.amazon.com/sns/latest/dg/string-value-matching.html
 *
 * @throws InvalidEventPatternError when the operator is unknown or its operand is malformed
 */
export function compileEventCondition(condition: unknown, rules: ConditionRules): EventCondition {
  if (typeof condition === "number")
    return { absent: false, test: (value) => sameNumber(value, condition, rules.decimals) };
  if (typeof condition !== "object" || condition === null)
    return { absent: false, test: (value) => value === condition };
  if (Array.isArray(condition))
    throw new InvalidEventPatternError("Match value must be String, number, true, false, or null");
  const [operator, ...more] = Object.keys(condition);
  if (operator === undefined || more.length > 0)
    throw new InvalidEventPatternError("Only one key allowed in match expression");
  const operand = (condition as Record<string, unknown>)[operator];
  if (operator === "exists") {
    if (typeof operand !== "boolean")
      throw new InvalidEventPatternError("exists match pattern must be either true or false.");
    return operand ? { absent: false, test: () => true } : { absent: true };
  }
  return { absent: false, test: testOf(operator, operand, rules) };
}

function testOf(operator: string, operand: unknown, rules: ConditionRules): Test {
  switch (operator) {
    case "prefix":
      return affixTest(operator, operand, (text, wanted) => text.startsWith(wanted));
    case "suffix":
      return affixTest(operator, operand, (text, wanted) => text.endsWith(wanted));
    case "equals-ignore-case": {
      const wanted = textOf(operator, operand).toLowerCase();
      return onText((text) => text.toLowerCase() === wanted);
    }
    case "wildcard":
      return onText(compileWildcard(textOf(operator, operand)));
    case "anything-but":
      return compileAnythingBut(operand, rules);
    case "numeric":
      return compileNumeric(operand, rules.decimals);
    case "cidr":
      return compileAddressRange(operand);
    default:
      throw new InvalidEventPatternError(`Unrecognized match type ${operator}`);
  }
}

/** The beginning or the end of a text, also without regard to case. */
function affixTest(
  operator: string,
  operand: unknown,
  test: (text: string, wanted: string) => boolean,
): Test {
  if (typeof operand === "object" && operand !== null && !Array.isArray(operand)) {
    const [[inner, text] = ["", undefined], ...more] = Object.entries(operand);
    if (inner !== "equals-ignore-case" || more.length > 0)
      throw new InvalidEventPatternError(`Unsupported ${operator} pattern: ${inner}`);
    const wanted = textOf("equals-ignore-case", text).toLowerCase();
    return onText((value) => test(value.toLowerCase(), wanted));
  }
  const wanted = textOf(operator, operand);
  return onText((value) => test(value, wanted));
}

function onText(test: (text: string) => boolean): Test {
  return (value) => typeof value === "string" && test(value);
}

function textOf(operator: string, operand: unknown): string {
  if (typeof operand === "string") return operand;
  throw new InvalidEventPatternError(`${operator} match pattern must be a string`);
}

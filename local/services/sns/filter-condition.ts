import { BlockList, isIPv4, isIPv6 } from "node:net";
import { InvalidFilterPolicy } from "./invalid-filter-policy.ts";
import { compileNumeric, sameNumber } from "./numeric-condition.ts";

/** One element of a list in a filter policy. */
export interface Condition {
  /** Whether it wants the key to be missing. */
  readonly absent: boolean;
  /** Whether one value satisfies it; undefined when none can. */
  readonly test?: (value: unknown) => boolean;
}

type Test = (value: unknown) => boolean;

/**
 * Compiles one condition: an exact value or one of the operators.
 * https://docs.aws.amazon.com/sns/latest/dg/string-value-matching.html
 *
 * @throws InvalidFilterPolicy when the operator is unknown or its operand is malformed
 */
export function compileCondition(condition: unknown): Condition {
  if (typeof condition === "number") return { absent: false, test: (value) => sameNumber(value, condition) };
  if (typeof condition !== "object" || condition === null)
    return { absent: false, test: (value) => value === condition };
  if (Array.isArray(condition))
    throw new InvalidFilterPolicy("Match value must be String, number, true, false, or null");
  const [operator, ...more] = Object.keys(condition);
  if (operator === undefined || more.length > 0)
    throw new InvalidFilterPolicy("Only one key allowed in match expression");
  const operand = (condition as Record<string, unknown>)[operator];
  if (operator === "exists") {
    if (typeof operand !== "boolean")
      throw new InvalidFilterPolicy("exists match pattern must be either true or false.");
    return operand ? { absent: false, test: () => true } : { absent: true };
  }
  return { absent: false, test: testOf(operator, operand) };
}

function testOf(operator: string, operand: unknown): Test {
  switch (operator) {
    case "prefix":
      return onText(operator, operand, (text, wanted) => text.startsWith(wanted));
    case "suffix":
      return onText(operator, operand, (text, wanted) => text.endsWith(wanted));
    case "equals-ignore-case":
      return onText(operator, operand, (text, wanted) => text.toLowerCase() === wanted.toLowerCase());
    case "wildcard":
      return onText(operator, operand, (text, wanted) => wildcardMatches(wanted, text));
    case "anything-but":
      return compileAnythingBut(operand);
    case "numeric":
      return compileNumeric(operand);
    case "cidr":
      return compileCidr(operand);
    default:
      throw new InvalidFilterPolicy(`Unrecognized match type ${operator}`);
  }
}

function onText(operator: string, operand: unknown, test: (text: string, wanted: string) => boolean): Test {
  if (typeof operand !== "string")
    throw new InvalidFilterPolicy(`${operator} match pattern must be a string`);
  return (value) => typeof value === "string" && test(value, operand);
}

function compileAnythingBut(operand: unknown): Test {
  const list = Array.isArray(operand) ? operand : [operand];
  if (list.length === 0) throw new InvalidFilterPolicy("anything-but list must not be empty");
  const tests = list.map((unwanted): Test => {
    if (typeof unwanted === "number") return (value) => sameNumber(value, unwanted);
    if (typeof unwanted === "string") return (value) => value === unwanted;
    if (typeof unwanted !== "object" || unwanted === null)
      throw new InvalidFilterPolicy("anything-but list must be limited to scalar values");
    const [operator, text] = Object.entries(unwanted)[0] ?? ["", undefined];
    if (!["prefix", "suffix", "wildcard", "equals-ignore-case"].includes(operator))
      throw new InvalidFilterPolicy(`Unsupported anything-but pattern: ${operator}`);
    const choices = (Array.isArray(text) ? text : [text]).map((choice) => testOf(operator, choice));
    return (value) => choices.some((choice) => choice(value));
  });
  return (value) => value !== null && tests.every((test) => !test(value));
}

function compileCidr(operand: unknown): Test {
  const [address, prefix] = typeof operand === "string" ? operand.split("/") : [];
  const family = address && isIPv4(address) ? "ipv4" : "ipv6";
  const list = new BlockList();
  try {
    list.addSubnet(address!, Number(prefix), family);
  } catch {
    throw new InvalidFilterPolicy("Malformed CIDR, one '/' required");
  }
  return (value) => {
    if (typeof value !== "string") return false;
    return family === "ipv4"
      ? isIPv4(value) && list.check(value)
      : isIPv6(value) && list.check(value, "ipv6");
  };
}

/** `*` stands for any text, in time proportional to the product of the lengths at worst. */
function wildcardMatches(pattern: string, text: string): boolean {
  const [first, ...rest] = pattern.split("*");
  if (rest.length === 0) return pattern === text;
  const last = rest.pop()!;
  if (!text.startsWith(first!) || !text.endsWith(last)) return false;
  let at = first!.length;
  const end = text.length - last.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found === -1 || found + part.length > end) return false;
    at = found + part.length;
  }
  return at <= end;
}

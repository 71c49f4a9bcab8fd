import { BlockList, isIPv4, isIPv6 } from "node:net";
import { ServiceError } from "../service-error.ts";

/** One element of a list in a filter policy. */
export interface Condition {
  /** Whether it wants the key to be missing. */
  readonly absent: boolean;
  /** Whether one value satisfies it; undefined when none can. */
  readonly test?: (value: unknown) => boolean;
}

type Test = (value: unknown) => boolean;

const COMPARISONS: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  "=": (left, right) => left === right,
  "<": (left, right) => left < right,
  "<=": (left, right) => left <= right,
  ">": (left, right) => left > right,
  ">=": (left, right) => left >= right,
};

/**
 * Compiles one condition: an exact value or one of the operators.
 * https://docs.aws.amazon.com/sns/latest/dg/string-value-matching.html
 *
 * @throws ServiceError when the operator is unknown or its operand is malformed
 */
export function compileCondition(condition: unknown): Condition {
  if (typeof condition !== "object" || condition === null)
    return { absent: false, test: (value) => value === condition };
  const [operator, ...more] = Object.keys(condition);
  if (operator === undefined || more.length > 0 || Array.isArray(condition))
    throw invalid("Only one key allowed in match expression");
  const operand = (condition as Record<string, unknown>)[operator];
  if (operator === "exists") {
    if (typeof operand !== "boolean") throw invalid("exists match pattern must be either true or false.");
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
      throw invalid(`Unrecognized match type ${operator}`);
  }
}

function onText(operator: string, operand: unknown, test: (text: string, wanted: string) => boolean): Test {
  if (typeof operand !== "string") throw invalid(`${operator} match pattern must be a string`);
  return (value) => typeof value === "string" && test(value, operand);
}

function compileAnythingBut(operand: unknown): Test {
  const list = Array.isArray(operand) ? operand : [operand];
  if (list.length === 0) throw invalid("anything-but list must not be empty");
  const tests = list.map((unwanted): Test => {
    if (typeof unwanted === "string" || typeof unwanted === "number") return (value) => value === unwanted;
    if (typeof unwanted !== "object" || unwanted === null)
      throw invalid("anything-but list must be limited to scalar values");
    const [operator, text] = Object.entries(unwanted)[0] ?? ["", undefined];
    if (!["prefix", "suffix", "wildcard", "equals-ignore-case"].includes(operator))
      throw invalid(`Unsupported anything-but pattern: ${operator}`);
    const choices = (Array.isArray(text) ? text : [text]).map((choice) => testOf(operator, choice));
    return (value) => choices.some((choice) => choice(value));
  });
  return (value) => value !== null && tests.every((test) => !test(value));
}

function compileNumeric(operand: unknown): Test {
  if (!Array.isArray(operand) || operand.length === 0 || operand.length % 2 !== 0 || operand.length > 4)
    throw invalid("numeric match needs one or two pairs of operator and number");
  const tests: ((value: number) => boolean)[] = [];
  for (let index = 0; index < operand.length; index += 2) {
    const compare = COMPARISONS[operand[index] as string];
    const bound: unknown = operand[index + 1];
    if (!compare) throw invalid(`Unrecognized numeric range operator: ${String(operand[index])}`);
    if (typeof bound !== "number") throw invalid(`Value of ${operand[index]} must be numeric`);
    tests.push((value) => compare(value, bound));
  }
  return (value) => typeof value === "number" && tests.every((test) => test(value));
}

function compileCidr(operand: unknown): Test {
  const [address, prefix] = typeof operand === "string" ? operand.split("/") : [];
  const family = address && isIPv4(address) ? "ipv4" : "ipv6";
  const list = new BlockList();
  try {
    list.addSubnet(address!, Number(prefix), family);
  } catch {
    throw invalid("Malformed CIDR, one '/' required");
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

function invalid(reason: string): ServiceError {
  return new ServiceError("InvalidParameterException", `Invalid parameter: FilterPolicy: ${reason}`);
}

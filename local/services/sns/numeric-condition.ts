import { InvalidFilterPolicy } from "./invalid-filter-policy.ts";

type Test = (value: unknown) => boolean;

const COMPARISONS: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  "=": (left, right) => sameNumber(left, right),
  "<": (left, right) => left < right,
  "<=": (left, right) => left <= right || sameNumber(left, right),
  ">": (left, right) => left > right,
  ">=": (left, right) => left >= right || sameNumber(left, right),
};

/**
 * Whether a value is a number that SNS takes for the same: it looks at five digits behind the decimal point.
 * https://docs.aws.amazon.com/sns/latest/dg/numeric-value-matching.html
 */
export function sameNumber(value: unknown, wanted: number): boolean {
  return typeof value === "number" && Math.round(value * 1e5) === Math.round(wanted * 1e5);
}

/**
 * Compiles the operand of `numeric`: one comparison, or a lower and an upper bound.
 *
 * @throws InvalidFilterPolicy when it is neither
 */
export function compileNumeric(operand: unknown): Test {
  const [operator, bound, ...rest] = Array.isArray(operand) ? (operand as unknown[]) : [];
  if (typeof operator !== "string")
    throw new InvalidFilterPolicy(`Invalid member in numeric match: ${operator ?? "]"}`);
  const compare = Object.hasOwn(COMPARISONS, operator) ? COMPARISONS[operator] : undefined;
  if (!compare) throw new InvalidFilterPolicy(`Unrecognized numeric range operator: ${operator}`);
  const first = numberOf(operator === "=" ? "equals" : operator, bound);
  if (rest.length === 0) return (value) => typeof value === "number" && compare(value, first);
  if (!operator.startsWith(">")) throw new InvalidFilterPolicy("Too many elements in numeric expression");
  const [upperOperator, upperBound, ...more] = rest;
  if (typeof upperOperator !== "string")
    throw new InvalidFilterPolicy(`Bad value in numeric range: ${String(upperOperator)}`);
  if (upperOperator !== "<" && upperOperator !== "<=")
    throw new InvalidFilterPolicy(`Bad numeric range operator: ${upperOperator}`);
  const upper = numberOf(upperOperator, upperBound);
  if (first >= upper) throw new InvalidFilterPolicy("Bottom must be less than top");
  if (more.length > 0) throw new InvalidFilterPolicy("Too many terms in numeric range expression");
  const compareUpper = COMPARISONS[upperOperator]!;
  return (value) => typeof value === "number" && compare(value, first) && compareUpper(value, upper);
}

function numberOf(operator: string, value: unknown): number {
  if (typeof value === "number") return value;
  throw new InvalidFilterPolicy(`Value of ${operator} must be numeric`);
}

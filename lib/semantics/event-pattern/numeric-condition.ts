import { InvalidEventPatternError } from "./invalid-event-pattern.ts";

type Test = (value: unknown) => boolean;

/** Bounds of the numbers that a pattern may name. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-content-based-filtering.html#eb-filtering-numeric-matching */
const LARGEST = 5e9;

/** Whether a value is a number that is the same as another up to that many digits behind the decimal point. */
export function sameNumber(value: unknown, wanted: number, decimals: number): boolean {
  const unit = 10 ** decimals;
  return typeof value === "number" && Math.round(value * unit) === Math.round(wanted * unit);
}

/**
 * Compiles the operand of `numeric`: one comparison, or a lower and an upper bound.
 *
 * @param decimals digits behind the decimal point that count
 * @throws InvalidEventPatternError when it is neither
 */
export function compileNumeric(operand: unknown, decimals: number): Test {
  const [operator, bound, ...rest] = Array.isArray(operand) ? (operand as unknown[]) : [];
  if (typeof operator !== "string")
    throw new InvalidEventPatternError(`Invalid member in numeric match: ${operator ?? "]"}`);
  const first = numberOf(operator, bound);
  const compare = comparison(operator, first, decimals);
  if (rest.length === 0) return (value) => typeof value === "number" && compare(value);
  if (!operator.startsWith(">"))
    throw new InvalidEventPatternError("Too many elements in numeric expression");
  const [upperOperator, upperBound, ...more] = rest;
  if (typeof upperOperator !== "string")
    throw new InvalidEventPatternError(`Bad value in numeric range: ${String(upperOperator)}`);
  if (upperOperator !== "<" && upperOperator !== "<=")
    throw new InvalidEventPatternError(`Bad numeric range operator: ${upperOperator}`);
  const upper = numberOf(upperOperator, upperBound);
  if (first >= upper) throw new InvalidEventPatternError("Bottom must be less than top");
  if (more.length > 0) throw new InvalidEventPatternError("Too many terms in numeric range expression");
  const compareUpper = comparison(upperOperator, upper, decimals);
  return (value) => typeof value === "number" && compare(value) && compareUpper(value);
}

function comparison(operator: string, bound: number, decimals: number): (value: number) => boolean {
  const same = (value: number) => sameNumber(value, bound, decimals);
  switch (operator) {
    case "=":
      return same;
    case "<":
      return (value) => value < bound && !same(value);
    case "<=":
      return (value) => value < bound || same(value);
    case ">":
      return (value) => value > bound && !same(value);
    default:
      return (value) => value > bound || same(value);
  }
}

function numberOf(operator: string, value: unknown): number {
  if (!["=", "<", "<=", ">", ">="].includes(operator))
    throw new InvalidEventPatternError(`Unrecognized numeric range operator: ${operator}`);
  if (typeof value !== "number")
    throw new InvalidEventPatternError(`Value of ${operator === "=" ? "equals" : operator} must be numeric`);
  if (Math.abs(value) > LARGEST)
    throw new InvalidEventPatternError("Value must be between -5.0E9 and 5.0E9, inclusive");
  return value;
}

import type { BinaryOperator } from "./parse-expression.ts";

const ARITHMETIC: readonly BinaryOperator[] = ["+", "-", "*", "/", "^"];

/**
 * Whether a value that one of two time series lacks counts as 0. It does for comparisons and logical operators, as their
 * table shows; arithmetic has no result then, which is what FILL is there for.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#metric-math-syntax
 */
export function countsMissingAsZero(operator: BinaryOperator): boolean {
  return !ARITHMETIC.includes(operator);
}

/** Comparisons and logical operators give 1 or 0. */
export const OPERATORS: Readonly<Record<BinaryOperator, (left: number, right: number) => number>> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "^": (left, right) => left ** right,
  "<": (left, right) => Number(left < right),
  ">": (left, right) => Number(left > right),
  "<=": (left, right) => Number(left <= right),
  ">=": (left, right) => Number(left >= right),
  "==": (left, right) => Number(left === right),
  "!=": (left, right) => Number(left !== right),
  "&&": (left, right) => Number(left !== 0 && right !== 0),
  "||": (left, right) => Number(left !== 0 || right !== 0),
};

/** Functions of each datapoint by itself. */
export const ELEMENTWISE: Readonly<Record<string, (value: number) => number>> = {
  ABS: Math.abs,
  CEIL: Math.ceil,
  FLOOR: Math.floor,
  LOG: Math.log,
  LOG10: Math.log10,
};

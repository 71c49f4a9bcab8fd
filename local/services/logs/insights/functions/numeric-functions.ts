import { toNumber, type Value } from "../values.ts";
import { define, type Functions, type QueryFunction } from "./function.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-operations-functions.html */
export const NUMERIC_FUNCTIONS: Functions = {
  abs: ofNumber(Math.abs),
  ceil: ofNumber(Math.ceil),
  floor: ofNumber(Math.floor),
  log: ofNumber(Math.log),
  sqrt: ofNumber(Math.sqrt),
  greatest: define(1, Number.POSITIVE_INFINITY, (values) => extreme(values, Math.max)),
  least: define(1, Number.POSITIVE_INFINITY, (values) => extreme(values, Math.min)),
};

/** What is no finite number is no value. */
export function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

function ofNumber(compute: (value: number) => number): QueryFunction {
  return define(1, 1, ([value]) => {
    const number = toNumber(value);
    return number === undefined ? undefined : finite(compute(number));
  });
}

function extreme(values: readonly Value[], choose: (...numbers: number[]) => number): number | undefined {
  const numbers = values.map(toNumber).filter((value) => value !== undefined);
  return numbers.length === 0 ? undefined : choose(...numbers);
}

import { isTrue } from "../values.ts";
import { define, type Functions } from "./function.ts";

export const GENERAL_FUNCTIONS: Functions = {
  ispresent: define(1, 1, ([value]) => value !== undefined),
  coalesce: define(1, Number.POSITIVE_INFINITY, (values) => values.find((value) => value !== undefined)),
  if: define(3, 3, ([condition, yes, no]) => (isTrue(condition) ? yes : no)),
};

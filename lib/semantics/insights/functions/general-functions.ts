import { utf8Length } from "../../log-events/utf8-length.ts";
import { isTrue, textOf, toNumber } from "../values.ts";
import { define, type Functions, ofTexts } from "./function.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-operations-functions.html#CWL_QuerySyntax-general-functions */
const MAX_BRANCHES = 10;

export const GENERAL_FUNCTIONS: Functions = {
  ispresent: define(1, 1, ([value]) => value !== undefined),
  coalesce: define(1, Number.POSITIVE_INFINITY, (values) => values.find((value) => value !== undefined)),
  if: define(3, 3, ([condition, yes, no]) => (isTrue(condition) ? yes : no)),
  case: define(2, 2 * MAX_BRANCHES + 1, (values) => {
    for (let index = 0; index + 1 < values.length; index += 2)
      if (isTrue(values[index])) return values[index + 1];
    return values.length % 2 === 1 ? values.at(-1) : undefined;
  }),
  isnumeric: define(1, 1, ([value]) => textOf(value) !== undefined && toNumber(value) !== undefined),
  messagesize: ofTexts(1, 1, ([text = ""]) => utf8Length(text)),
  /** What a data protection policy masked is shown by whoever reads the events for the query. */
  unmask: define(1, 1, ([value]) => value),
  querystarttime: define(0, 0, (_values, { start }) => start),
  queryendtime: define(0, 0, (_values, { end }) => end),
  querytimerange: define(0, 0, (_values, { start, end }) => end - start),
};

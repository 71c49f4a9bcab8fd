import { parseDate } from "../../dates/parse-date.ts";
import { isTimeZone } from "../../schedule/time-zone.ts";
import { Timestamp, textOf, toNumber } from "../values.ts";
import { formatDate } from "./format-date.ts";
import { define, type Functions, type QueryFunction } from "./function.ts";

/**
 * Those that take a period, `bin`, `datefloor` and `dateceil`, are compiled on their own.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-operations-functions.html#CWL_QuerySyntax-datetime
 */
export const TIME_FUNCTIONS: Functions = {
  frommillis: define(1, 1, ([value]) => {
    const time = toNumber(value);
    return time === undefined ? undefined : new Timestamp(time);
  }),
  tomillis: define(1, 1, ([value]) => toNumber(value)),
  now: define(0, 0, (_values, { now }) => Math.floor(now / 1000)),
  parsedate: define(2, 3, ([value, format, zone]) => {
    const [text, pattern, name] = [textOf(value), textOf(format), zoneOf(textOf(zone))];
    return text === undefined || pattern === undefined || !name ? undefined : parseDate(text, pattern, name);
  }),
  formatdate: formatting(),
  strftime: formatting(),
};

function formatting(): QueryFunction {
  return define(2, 3, ([value, format, zone]) => {
    const [time, pattern, name] = [toNumber(value), textOf(format), zoneOf(textOf(zone))];
    if (time === undefined || !Number.isFinite(time) || Math.abs(time) > MAX_TIME) return undefined;
    return pattern === undefined || !name ? undefined : formatDate(time, pattern, name);
  });
}

/** Of a date in JavaScript. */
const MAX_TIME = 8.64e15;

/** UTC without a zone; undefined for one that does not exist. */
function zoneOf(zone: string | undefined): string | undefined {
  if (zone === undefined) return "UTC";
  return isTimeZone(zone) ? zone : undefined;
}

import { Timestamp, toNumber } from "../values.ts";
import { define, type Functions } from "./function.ts";

/** Those that take a period, `bin`, `datefloor` and `dateceil`, are compiled on their own. */
export const TIME_FUNCTIONS: Functions = {
  frommillis: define(1, 1, ([value]) => {
    const time = toNumber(value);
    return time === undefined ? undefined : new Timestamp(time);
  }),
  tomillis: define(1, 1, ([value]) => toNumber(value)),
  now: define(0, 0, (_values, now) => Math.floor(now / 1000)),
};

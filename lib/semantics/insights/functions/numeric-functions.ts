import { toNumber, type Value } from "../values.ts";
import { define, type Functions, type QueryFunction } from "./function.ts";

const EARTH_RADIUS_KILOMETERS = 6371;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-operations-functions.html#CWL_QuerySyntax-operations-numeric */
export const NUMERIC_FUNCTIONS: Functions = {
  abs: ofNumber(Math.abs),
  ceil: ofNumber(Math.ceil),
  floor: ofNumber(Math.floor),
  log: ofNumber(Math.log),
  sqrt: ofNumber(Math.sqrt),
  round: define(1, 2, ([value, digits]) => {
    const [number, places] = [toNumber(value), digits === undefined ? 0 : toNumber(digits)];
    return number === undefined || places === undefined ? undefined : rounded(number, Math.trunc(places));
  }),
  greatest: define(1, Number.POSITIVE_INFINITY, (values) => extreme(values, Math.max)),
  least: define(1, Number.POSITIVE_INFINITY, (values) => extreme(values, Math.min)),
  haversine: define(4, 4, (values) => {
    const degrees = values.map(toNumber);
    return degrees.includes(undefined) ? undefined : distance(degrees as [number, number, number, number]);
  }),
  tonumber: ofNumber((number) => number),
  todouble: ofNumber((number) => number),
  toint: ofNumber((number) => within(Math.trunc(number), 2 ** 31)),
  tolong: ofNumber((number) => within(Math.trunc(number), 2 ** 63)),
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

/** Half up, by the decimal digits: 2.345 to two places is 2.35. */
function rounded(value: number, places: number): number | undefined {
  const [digits, exponent = "0"] = String(value).split("e");
  const scaled = Math.round(Number(`${digits}e${Number(exponent) + places}`));
  const [integer, power = "0"] = String(scaled).split("e");
  return finite(Number(`${integer}e${Number(power) - places}`));
}

function within(value: number, limit: number): number {
  return value >= -limit && value < limit ? value : Number.NaN;
}

/** Kilometers between two points on the globe, given in degrees. */
function distance(degrees: readonly [number, number, number, number]): number | undefined {
  const [latitude, longitude, otherLatitude, otherLongitude] = degrees.map(
    (value) => (value * Math.PI) / 180,
  ) as [number, number, number, number];
  const half =
    Math.sin((otherLatitude - latitude) / 2) ** 2 +
    Math.cos(latitude) * Math.cos(otherLatitude) * Math.sin((otherLongitude - longitude) / 2) ** 2;
  return finite(2 * EARTH_RADIUS_KILOMETERS * Math.asin(Math.min(1, Math.sqrt(half))));
}

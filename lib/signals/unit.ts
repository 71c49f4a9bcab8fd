import type { Limit } from "./limit.ts";
import { SignalError } from "./signal-error.ts";

/** CloudWatch's units of a value, with how many milliseconds or bytes make one. */
const FACTORS: Readonly<Record<string, { readonly measure: "duration" | "size"; readonly one: number }>> = {
  Seconds: { measure: "duration", one: 1_000 },
  Milliseconds: { measure: "duration", one: 1 },
  Microseconds: { measure: "duration", one: 0.001 },
  Bytes: { measure: "size", one: 1 },
  Kilobytes: { measure: "size", one: 1e3 },
  Megabytes: { measure: "size", one: 1e6 },
  Gigabytes: { measure: "size", one: 1e9 },
};
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
const OTHERS = ["None", "Percent", "Count", "Bits", "Terabytes"];

/** What the last part of a selector's name says of its unit. */
const NAMES: readonly (readonly [name: RegExp, unit: string])[] = [
  [/(Ms|_ms|Millis|Milliseconds|_millis)$/, "Milliseconds"],
  [/(Micros|Us|_us|Microseconds)$/, "Microseconds"],
  [/(Seconds|Secs|_seconds|_secs|_s)$/, "Seconds"],
  [/([bB]ytes)$/, "Bytes"],
];

/** @throws SignalError when the unit is none of CloudWatch's */
export function unitOf(selector: string, given: string | undefined): string {
  if (given !== undefined) {
    if (Object.hasOwn(FACTORS, given) || OTHERS.includes(given)) return given;
    throw new SignalError(
      ["unit"],
      `"${given}": expected one of ${[...Object.keys(FACTORS), ...OTHERS].join(", ")}`,
    );
  }
  const name = selector
    .split(".")
    .at(-1)!
    .replaceAll(/["'\]]+$/g, "");
  return NAMES.find(([pattern]) => pattern.test(name))?.[1] ?? "None";
}

/** The limit as a number of the value's unit. @throws SignalError that names `member` */
export function inUnit(member: string, { amount, measure }: Limit, unit: string): number {
  if (measure === "number" || (measure === "percent" && unit === "Percent")) return amount;
  const factor = FACTORS[unit];
  if (factor?.measure === measure) return Number((amount / factor.one).toPrecision(15));
  throw new SignalError(
    [member],
    `the limit is a ${measure}, the value is in ${unit}: give a plain number, or say what the value is with "unit"`,
  );
}

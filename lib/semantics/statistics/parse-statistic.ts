/** A statistic's name read into its parts; bounds are percentages unless `absolute`. */
export type Statistic =
  | { readonly type: "SampleCount" | "Average" | "Sum" | "Minimum" | "Maximum" }
  | { readonly type: "percentile"; readonly percentile: number }
  | {
      readonly type: "TM" | "TC" | "TS" | "WM" | "PR";
      readonly absolute: boolean;
      /** Undefined means from the very smallest. */
      readonly lower: number | undefined;
      /** Undefined means to the very largest. */
      readonly upper: number | undefined;
    };

/** A name that CloudWatch has no statistic for. */
export class UnknownStatisticError extends Error {
  override readonly name = "UnknownStatisticError";
  readonly statistic: string;

  constructor(statistic: string) {
    super(
      `"${statistic}" is no statistic. Expected SampleCount, Average, Sum, Minimum, Maximum, p50 to p99.99, ` +
        "tm90, tc90, ts90, wm90, IQM, or TM, TC, TS, WM with bounds such as TM(10%:90%), or PR(:100)",
    );
    this.statistic = statistic;
  }
}

const SIMPLE = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"] as const;
const NUMBER = String.raw`-?\d+(?:\.\d+)?`;
const PERCENTILE = /^p(\d{1,3}(?:\.\d{1,10})?)$/i;
const SHORT = /^(tm|tc|ts|wm)(\d{1,3}(?:\.\d{1,10})?)$/i;
const RANGE = new RegExp(String.raw`^(TM|TC|TS|WM|PR)\((${NUMBER}%?)?:(${NUMBER}%?)?\)$`, "i");

/**
 * Reads a statistic's name.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
 *
 * @throws UnknownStatisticError
 */
export function parseStatistic(name: string): Statistic {
  const simple = SIMPLE.find((one) => one === name);
  if (simple) return { type: simple };
  if (name.toUpperCase() === "IQM") return { type: "TM", absolute: false, lower: 25, upper: 75 };
  const percentile = PERCENTILE.exec(name)?.[1];
  if (percentile !== undefined && Number(percentile) <= 100) {
    return { type: "percentile", percentile: Number(percentile) };
  }
  const short = SHORT.exec(name);
  if (short && Number(short[2]) <= 100) {
    const type = short[1]!.toUpperCase() as "TM" | "TC" | "TS" | "WM";
    return { type, absolute: false, lower: undefined, upper: Number(short[2]) };
  }
  const range = RANGE.exec(name);
  if (range) return rangeStatistic(name, range);
  throw new UnknownStatisticError(name);
}

function rangeStatistic(name: string, [, kind, from, to]: RegExpExecArray): Statistic {
  const type = kind!.toUpperCase() as "TM" | "TC" | "TS" | "WM" | "PR";
  const bounds = [from, to].filter((bound) => bound !== undefined);
  const percent = bounds.filter((bound) => bound.endsWith("%")).length;
  if (bounds.length === 0 || (percent > 0 && percent < bounds.length)) throw new UnknownStatisticError(name);
  const absolute = percent === 0;
  // A percentile rank asks for the share of given values, so percentages make no sense in it.
  if (type === "PR" && !absolute) throw new UnknownStatisticError(name);
  const lower = from === undefined ? undefined : Number.parseFloat(from);
  const upper = to === undefined ? undefined : Number.parseFloat(to);
  const outside = (bound: number | undefined) =>
    bound !== undefined && !absolute && !(bound >= 0 && bound <= 100);
  if (
    outside(lower) ||
    outside(upper) ||
    (lower ?? Number.NEGATIVE_INFINITY) >= (upper ?? Number.POSITIVE_INFINITY)
  ) {
    throw new UnknownStatisticError(name);
  }
  return { type, absolute, lower, upper };
}

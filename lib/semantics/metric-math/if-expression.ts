import type { MathValue, SeriesValues } from "./values.ts";

/** A number or one time series. */
export type SingleValue = Exclude<MathValue, { readonly kind: "list" }>;

/**
 * The values of `IF(condition, yes, no)` for a condition that is a time series. A true condition without a value of `yes`
 * gives 0; a false one without a value of `no` drops the datapoint. Without a condition there is no datapoint, unless `no`
 * is a number and `yes` has a value: all as in the tables of the documentation.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#using-IF-expressions
 */
export function chooseValues(
  condition: SeriesValues,
  yes: SingleValue,
  no: SingleValue | undefined,
): SeriesValues {
  return condition.map((one, index) => {
    if (one === null) {
      const isCounted = no?.kind === "scalar" && yes.kind === "series" && valueAt(yes, index) !== null;
      return isCounted ? no.value : null;
    }
    if (one !== 0) return valueAt(yes, index) ?? 0;
    return no === undefined ? null : valueAt(no, index);
  });
}

function valueAt(value: SingleValue, index: number): number | null {
  return value.kind === "scalar" ? value.value : (value.values[index] ?? null);
}

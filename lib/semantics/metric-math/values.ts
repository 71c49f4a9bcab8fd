/** One value per period, oldest first, `null` where there is none. */
export type SeriesValues = readonly (number | null)[];

/** Values of a metric by time. */
export interface Series {
  readonly label: string;
  readonly values: SeriesValues;
}

/** What an expression can be: a number, one time series or several. */
export type MathValue =
  | { readonly kind: "scalar"; readonly value: number }
  | { readonly kind: "series"; readonly values: SeriesValues; readonly label: string }
  | { readonly kind: "list"; readonly series: readonly Series[] };

export const scalar = (value: number): MathValue => ({ kind: "scalar", value });

export const series = (values: SeriesValues, label: string): MathValue => ({ kind: "series", values, label });

/** Results that are no numbers, such as a division by zero, make no datapoint. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

export const present = (values: SeriesValues): number[] => values.filter((value) => value !== null);

/** Applies a function to each datapoint; a scalar stands for itself in every period. */
export function mapValue(value: MathValue, apply: (value: number) => number): MathValue {
  const each = (values: SeriesValues) => values.map((one) => (one === null ? null : finite(apply(one))));
  if (value.kind === "scalar") return scalar(apply(value.value));
  if (value.kind === "series") return series(each(value.values), value.label);
  return { kind: "list", series: value.series.map((one) => ({ ...one, values: each(one.values) })) };
}

/**
 * Joins two operands period by period. Where only one of two time series has a value the other counts as 0: the page says so
 * of arithmetic, and its table shows it of comparisons. A period without any value has no result. Two lists do not join.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#metric-math-syntax
 */
export function joinValues(
  left: MathValue,
  right: MathValue,
  apply: (left: number, right: number) => number,
): MathValue | undefined {
  if (left.kind === "scalar") return mapValue(right, (value) => apply(left.value, value));
  if (right.kind === "scalar") return mapValue(left, (value) => apply(value, right.value));
  const join = (one: SeriesValues, other: SeriesValues): SeriesValues =>
    one.map((value, index) => {
      const second = other[index] ?? null;
      return value === null && second === null ? null : finite(apply(value ?? 0, second ?? 0));
    });
  if (left.kind === "series" && right.kind === "series")
    return series(join(left.values, right.values), left.label);
  if (left.kind === "list" && right.kind === "series") {
    return {
      kind: "list",
      series: left.series.map((one) => ({ ...one, values: join(one.values, right.values) })),
    };
  }
  if (left.kind === "series" && right.kind === "list") {
    return {
      kind: "list",
      series: right.series.map((one) => ({ ...one, values: join(left.values, one.values) })),
    };
  }
  return undefined;
}

import { finite, type MathValue, present, type SeriesValues, scalar, series } from "./values.ts";

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

function deviation(values: readonly number[]): number {
  const mean = total(values) / values.length;
  return Math.sqrt(total(values.map((value) => (value - mean) ** 2)) / values.length);
}

/** Functions that make a number of a series, and a series of several. They see the present datapoints only. */
export const AGGREGATES: Readonly<Record<string, (values: readonly number[]) => number>> = {
  SUM: total,
  AVG: (values) => total(values) / values.length,
  MIN: (values) => values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
  MAX: (values) => values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY),
  STDDEV: deviation,
  DATAPOINT_COUNT: (values) => values.length,
};

/** Several series are joined period by period; the average of them counts a missing value as 0, as documented. */
export function aggregate(name: string, value: MathValue): MathValue {
  const apply = AGGREGATES[name]!;
  if (value.kind === "scalar") return scalar(apply([value.value]));
  if (value.kind === "series") return scalar(apply(present(value.values)));
  const length = Math.max(0, ...value.series.map((one) => one.values.length));
  const values: SeriesValues = Array.from({ length }, (_, index) => {
    const column = present(value.series.map((one) => one.values[index] ?? null));
    if (column.length === 0) return null;
    return finite(name === "AVG" ? total(column) / value.series.length : apply(column));
  });
  return series(values, name);
}

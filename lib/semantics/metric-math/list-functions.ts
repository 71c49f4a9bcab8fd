import { AGGREGATES } from "./aggregates.ts";
import { present, type Series } from "./values.ts";

/** What SORT can order time series by. */
export const SORT_FUNCTIONS: readonly string[] = ["AVG", "MIN", "MAX", "SUM"];

/** Time series by one of {@link SORT_FUNCTIONS} of each; those without datapoints come last. */
export function sortSeries(all: readonly Series[], by: string, order: "ASC" | "DESC"): Series[] {
  const apply = AGGREGATES[by] as (values: readonly number[]) => number;
  const sign = order === "ASC" ? 1 : -1;
  return all
    .map((one) => {
      const values = present(one.values);
      return { one, key: values.length === 0 ? undefined : sign * apply(values) };
    })
    .sort((left, right) => compareKeys(left.key, right.key))
    .map(({ one }) => one);
}

function compareKeys(left: number | undefined, right: number | undefined): number {
  if (left === undefined || right === undefined)
    return Number(left === undefined) - Number(right === undefined);
  return left - right;
}

import type { Evaluate } from "../compile-expression.ts";
import { type Row, TableRow } from "../rows/row.ts";
import { keyOf, toNumber, type Value } from "../values.ts";

/** A column and how to read it. */
export interface ReadColumn {
  readonly name: string;
  readonly value: Evaluate;
}

/** Sets the sum of a row's numbers: of the columns, or of all its fields when there are none. */
export function addRowTotal(row: Row, columns: readonly ReadColumn[], name: string): void {
  const values =
    columns.length > 0
      ? columns.map(({ value }) => value(row))
      : [...row.names()].map((field) => row.get(field));
  const numbers = values.map(toNumber).filter((number) => number !== undefined);
  if (numbers.length > 0) row.set(name, sumOf(numbers));
}

/** Adds a row at the end with the sums of columns. */
export function addColumnTotals(rows: readonly Row[], columns: readonly ReadColumn[]): Row[] {
  const totals = new Map<string, Value>();
  for (const { name, value } of columns) {
    const numbers = rows.map((row) => toNumber(value(row))).filter((number) => number !== undefined);
    if (numbers.length > 0) totals.set(name, sumOf(numbers));
  }
  return [...rows, new TableRow(totals)];
}

/** How often each combination of values is there, the most frequent first. */
export function countFrequent(rows: readonly Row[], columns: readonly ReadColumn[], name: string): Row[] {
  const counts = new Map<string, { readonly values: readonly Value[]; count: number }>();
  for (const row of rows) {
    const values = columns.map(({ value }) => value(row));
    const key = JSON.stringify(values.map(keyOf));
    const entry = counts.get(key) ?? { values, count: 0 };
    entry.count += 1;
    counts.set(key, entry);
  }
  return [...counts.values()]
    .sort((one, other) => other.count - one.count)
    .map(({ values, count }) => {
      const cells = new Map<string, Value>(columns.map((column, index) => [column.name, values[index]]));
      return new TableRow(cells.set(name, count));
    });
}

export interface OutlierOptions {
  readonly remove: boolean;
  /** How many interquartile ranges beyond a quartile are too many. */
  readonly factor: number;
  readonly lower: boolean;
  /** Whether `<field>_outlier` says which rows were found. */
  readonly mark: boolean;
}

/** Finds values that lie too far outside of the middle half, and removes their rows or draws the values in. */
export function treatOutliers(
  rows: readonly Row[],
  columns: readonly ReadColumn[],
  { remove, factor, lower, mark }: OutlierOptions,
): readonly Row[] {
  let kept = rows;
  for (const { name, value } of columns) {
    const numbers = rows.map((row) => toNumber(value(row))).filter((number) => number !== undefined);
    if (numbers.length === 0) continue;
    const ordered = numbers.sort((one, other) => one - other);
    const [first, third] = [quantile(ordered, 0.25), quantile(ordered, 0.75)];
    const reach = factor * (third - first);
    const [least, most] = [lower ? first - reach : Number.NEGATIVE_INFINITY, third + reach];
    kept = kept.filter((row) => {
      const number = toNumber(value(row));
      const isOutlier = number !== undefined && (number < least || number > most);
      if (mark) row.set(`${name}_outlier`, isOutlier);
      if (isOutlier && !remove) row.set(name, Math.min(Math.max(number, least), most));
      return !(isOutlier && remove);
    });
  }
  return kept;
}

/** Of ordered numbers, between its neighbours by their distance. */
export function quantile(ordered: readonly number[], share: number): number {
  const position = (ordered.length - 1) * share;
  const below = ordered[Math.floor(position)]!;
  return below + (ordered[Math.ceil(position)]! - below) * (position - Math.floor(position));
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

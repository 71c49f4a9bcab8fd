import { type AggregationExpression, parseAggregationExpression } from "./aggregation-expression.ts";
import { orderContributors } from "./contributor-order.ts";
import type { ContributorValue } from "./types.ts";

/** A row of a query's result: cells by column. */
export type ResultCells = Readonly<Record<string, string | number | null | undefined>>;

/** A value, none, or the values of all contributors in the order in which an alarm evaluates them. */
export type AggregatedRows =
  | { readonly value: number }
  | { readonly missing: true }
  | { readonly contributors: readonly ContributorValue[] };

/**
 * What a log alarm computes from the rows of its query. `count(*)` of no rows is 0; every other aggregate of a field that is
 * in no row is missing.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-log.html#log-alarm-missing-data
 *
 * @throws AggregationSyntaxError
 */
export function aggregateRows(
  expression: string | AggregationExpression,
  rows: readonly ResultCells[],
): AggregatedRows {
  const parsed = typeof expression === "string" ? parseAggregationExpression(expression) : expression;
  if (parsed.by.length === 0) {
    const value = aggregate(parsed, rows);
    return value === undefined ? { missing: true } : { value };
  }
  const groups = new Map<string, { attributes: Record<string, string>; rows: ResultCells[] }>();
  for (const row of rows) {
    const attributes: Record<string, string> = {};
    for (const name of parsed.by) {
      const cell = row[name];
      if (cell !== undefined && cell !== null) attributes[name] = String(cell);
    }
    const key = JSON.stringify(parsed.by.map((name) => attributes[name] ?? null));
    const group = groups.get(key) ?? { attributes, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  const contributors: ContributorValue[] = [];
  for (const group of groups.values()) {
    const value = aggregate(parsed, group.rows);
    if (value !== undefined) contributors.push({ attributes: group.attributes, value });
  }
  return { contributors: orderContributors(contributors, parsed.sort) };
}

function aggregate(
  { aggregate: name, field }: AggregationExpression,
  rows: readonly ResultCells[],
): number | undefined {
  if (field === "*") return rows.length;
  const cells = rows.map((row) => row[field]).filter((cell) => cell !== undefined && cell !== null);
  if (name === "count") return cells.length > 0 ? cells.length : undefined;
  const numbers = cells
    .map((cell) => (typeof cell === "string" && cell.trim() === "" ? Number.NaN : Number(cell)))
    .filter((number) => Number.isFinite(number));
  if (numbers.length === 0) return undefined;
  const sum = numbers.reduce((total, number) => total + number, 0);
  switch (name) {
    case "sum":
      return sum;
    case "avg":
      return sum / numbers.length;
    case "min":
      return numbers.reduce((least, number) => Math.min(least, number));
    case "max":
      return numbers.reduce((most, number) => Math.max(most, number));
  }
}

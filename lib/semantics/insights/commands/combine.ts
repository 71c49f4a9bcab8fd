import type { Evaluate } from "../compile-expression.ts";
import { JoinedRow, type Row } from "../rows/row.ts";
import type { PreparedSubquery } from "../steps.ts";
import type { Command } from "../syntax/tree.ts";
import { keyOf } from "../values.ts";
import { type LookupTable, rangeFinder, tableFinder } from "./lookup-table.ts";

type Join = Extract<Command, { kind: "join" }>;
type Lookup = Extract<Command, { kind: "lookup" }>;

/** Keys on the right side. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Join.html */
const MAX_KEYS = 50_000;

/** The right side of a `join` has more keys than the service takes. */
export class TooManyJoinKeysError extends Error {
  override readonly name = "TooManyJoinKeysError";
}

/** A row for each pair whose keys are equal; of `left` joins also those without a match. */
export function joinSpread(
  { type, left, right }: Join,
  leftKey: Evaluate,
  rightKey: Evaluate,
  subquery: PreparedSubquery,
): (row: Row) => readonly Row[] {
  let rows: readonly Row[] | undefined;
  let byKey = new Map<string, Row[]>();
  return (row) => {
    if (rows !== subquery.rows) {
      rows = subquery.rows;
      byKey = Map.groupBy(
        rows.filter((each) => rightKey(each) !== undefined),
        (each) => keyOf(rightKey(each)),
      );
      if (byKey.size > MAX_KEYS)
        throw new TooManyJoinKeysError(
          `join: the right side has ${byKey.size} keys, at most ${MAX_KEYS} are allowed`,
        );
    }
    const key = leftKey(row);
    const matches = key === undefined ? [] : (byKey.get(keyOf(key)) ?? []);
    if (matches.length === 0) return type === "left" ? [new JoinedRow([left, row], [right, undefined])] : [];
    return matches.map((match) => new JoinedRow([left, row], [right, match]));
  };
}

/** Sets the columns of the row of a table that matches; without one `OUTPUT` clears them. */
export function lookupAdder(
  { match, output, keeps, isCidr }: Lookup,
  table: LookupTable,
  values: readonly Evaluate[],
): (row: Row) => void {
  const places = match.map(({ from }) => (from === "" ? 0 : table.columns.indexOf(from)));
  const find = isCidr ? rangeFinder(table, places[0]!) : tableFinder(table, places);
  const outputs = output.map(({ from, to }) => ({ column: table.columns.indexOf(from), to }));
  return (row) => {
    const found = find(values.map((value) => value(row)));
    for (const { column, to } of outputs) {
      if (keeps && (!found || row.get(to) !== undefined)) continue;
      row.set(to, found?.[column]);
    }
  };
}

/** Sets the columns of a subquery's rows, row by row. */
export function appendColumns(
  rows: readonly Row[],
  subquery: PreparedSubquery,
  { override, maximum }: Extract<Command, { kind: "appendcols" }>,
): readonly Row[] {
  for (const [index, row] of rows.slice(0, maximum).entries()) {
    const other = subquery.rows[index];
    if (!other) break;
    for (const name of subquery.plan.columns) {
      const value = other.get(name);
      if (value !== undefined && (override || row.get(name) === undefined)) row.set(name, value);
    }
  }
  return rows;
}

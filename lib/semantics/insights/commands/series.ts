import type { Evaluate } from "../compile-expression.ts";
import { type Row, TableRow } from "../rows/row.ts";
import { ceilTime, shifted } from "../syntax/period.ts";
import type { Command, Period } from "../syntax/tree.ts";
import { keyOf, Timestamp, toNumber, type Value } from "../values.ts";

/** Sets a running sum of a field; rows without a number keep it as it is. */
export function accumulate(rows: readonly Row[], value: Evaluate, name: string): readonly Row[] {
  let sum = 0;
  for (const row of rows) {
    sum += toNumber(value(row)) ?? 0;
    row.set(name, sum);
  }
  return rows;
}

/** Sets the values that a field had so many rows before. */
export function lag(
  rows: readonly Row[],
  value: Evaluate,
  lags: readonly { readonly lag: number; readonly name: string }[],
): readonly Row[] {
  const values = rows.map(value);
  for (const [index, row] of rows.entries())
    for (const { lag: back, name } of lags) row.set(name, values[index - back]);
  return rows;
}

/** Carries the last value of fields on. A name may end with `*`. */
export function fillDown(
  rows: readonly Row[],
  names: readonly string[],
  known: readonly string[],
): readonly Row[] {
  const last = new Map<string, Value>();
  for (const row of rows) {
    for (const name of fieldsOf(row, names, known)) {
      const value = row.get(name);
      if (value !== undefined) last.set(name, value);
    }
    for (const [name, value] of last) if (row.get(name) === undefined) row.set(name, value);
  }
  return rows;
}

function fieldsOf(row: Row, names: readonly string[], known: readonly string[]): Iterable<string> {
  if (names.length > 0 && !names.some((name) => name.endsWith("*"))) return names;
  const all = new Set([...known, ...row.names()]);
  if (names.length === 0) return all;
  return [...all].filter((field) =>
    names.some((name) => (name.endsWith("*") ? field.startsWith(name.slice(0, -1)) : field === name)),
  );
}

/** The bins of a `stats … by bin(…)`. */
export interface Bins {
  readonly name: string;
  readonly period: Period;
  /** The other columns of `by`. */
  readonly series: readonly string[];
}

/** Rows that one `fillmissing` adds at most. */
const MAX_FILLED = 100_000;

/** Adds a row for each bin between the first and the last that a series does not have, in the order of time. */
export function fillMissing(
  rows: readonly Row[],
  { name, period, series }: Bins,
  values: Extract<Command, { kind: "fillmissing" }>["values"],
): readonly Row[] {
  const times = rows.map((row) => toNumber(row.get(name))).filter((time) => time !== undefined);
  if (times.length === 0) return rows;
  const [first, last] = [times.reduce((a, b) => Math.min(a, b)), times.reduce((a, b) => Math.max(a, b))];
  const groups = new Map<string, { readonly sample: Row; readonly rows: Map<number, Row> }>();
  const others: Row[] = [];
  for (const row of rows) {
    const time = toNumber(row.get(name));
    if (time === undefined) {
      others.push(row);
      continue;
    }
    const key = JSON.stringify(series.map((column) => keyOf(row.get(column))));
    const group = groups.get(key) ?? { sample: row, rows: new Map<number, Row>() };
    group.rows.set(time, row);
    groups.set(key, group);
  }
  const filled: Row[] = [];
  for (
    let time = first;
    time <= last && filled.length < MAX_FILLED;
    time = ceilTime(shifted(time, UNIT, 1), period)
  )
    for (const { sample, rows: known } of groups.values())
      filled.push(known.get(time) ?? missingRow(name, time, sample, series, values));
  return [...filled, ...others];
}

const UNIT: Period = { count: 1, unit: "millisecond" };

function missingRow(
  name: string,
  time: number,
  sample: Row,
  series: readonly string[],
  values: Extract<Command, { kind: "fillmissing" }>["values"],
): Row {
  const cells = new Map<string, Value>([[name, new Timestamp(time)]]);
  for (const column of series) cells.set(column, sample.get(column));
  for (const { name: column, value } of values) cells.set(column, value);
  return new TableRow(cells);
}

/** Numbers the sessions of each identity: a pause of more than the gap begins another. */
export function sessionize(
  rows: readonly Row[],
  identity: readonly Evaluate[],
  gap: Period,
  name: string,
): readonly Row[] {
  const timed = rows
    .map((row) => ({ row, time: toNumber(row.get("@timestamp")) ?? 0 }))
    .sort((one, other) => one.time - other.time);
  const latest = new Map<string, { readonly session: number; readonly time: number }>();
  let sessions = 0;
  for (const { row, time } of timed) {
    const key = JSON.stringify(identity.map((value) => keyOf(value(row))));
    const before = latest.get(key);
    const goes = before !== undefined && time <= shifted(before.time, gap, 1);
    const session = goes ? before.session : sessions++;
    latest.set(key, { session, time });
    row.set(name, String(session));
  }
  return rows;
}

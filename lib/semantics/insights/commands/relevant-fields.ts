import type { Evaluate } from "../compile-expression.ts";
import { type Row, TableRow } from "../rows/row.ts";
import { isTrue, toNumber, toText, type Value } from "../values.ts";
import { quantile, type ReadColumn } from "./totals.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-RelevantFields.html */
export const RELEVANT_COLUMNS = [
  "@fieldName",
  "@relevanceScore",
  "@topRelevanceContributors",
  "@conditionalMedian",
  "@baselineMedian",
] as const;

/** Values that are named as contributors. */
const CONTRIBUTORS = 3;
/** A field is numeric when at least this share of its values is. */
const NUMERIC_SHARE = 0.9;

/**
 * Which fields differ between rows that meet a condition and the others, the most relevant first. The score is the largest
 * distance of the two distributions: 0 when they are the same, 1 when they have nothing in common.
 */
export function relevantFields(
  rows: readonly Row[],
  condition: Evaluate,
  columns: readonly ReadColumn[],
): TableRow[] {
  const meeting = rows.filter((row) => isTrue(condition(row)));
  const others = rows.filter((row) => !isTrue(condition(row)));
  const all: readonly ReadColumn[] =
    columns.length > 0
      ? columns
      : [...new Set(rows.flatMap((row) => [...row.names()]))].map((name) => ({
          name,
          value: (row) => row.get(name),
        }));
  return all
    .map(({ name, value }) => fieldRow(name, valuesOf(meeting, value), valuesOf(others, value)))
    .sort((one, other) => Number(other.get("@relevanceScore")) - Number(one.get("@relevanceScore")));
}

function valuesOf(rows: readonly Row[], value: Evaluate): Value[] {
  return rows.map(value).filter((each) => each !== undefined);
}

function fieldRow(name: string, meeting: readonly Value[], others: readonly Value[]): TableRow {
  const cells = new Map<string, Value>([["@fieldName", name]]);
  const [here, there] = [numbersOf(meeting), numbersOf(others)];
  const total = meeting.length + others.length;
  if (total > 0 && here.length + there.length >= NUMERIC_SHARE * total) {
    cells.set("@relevanceScore", rounded(distance(here, there)));
    if (here.length > 0) cells.set("@conditionalMedian", quantile(here, 0.5));
    if (there.length > 0) cells.set("@baselineMedian", quantile(there, 0.5));
    return new TableRow(cells);
  }
  const shifts = shiftsOf(meeting, others);
  const score = shifts.reduce((sum, { shift }) => sum + Math.abs(shift), 0) / 2;
  cells.set("@relevanceScore", rounded(score));
  const named = shifts
    .toSorted((one, other) => Math.abs(other.shift) - Math.abs(one.shift))
    .slice(0, CONTRIBUTORS)
    .map(({ value, shift }) => `${value} (${shift >= 0 ? "+" : ""}${Math.round(100 * shift)}%)`);
  if (named.length > 0) cells.set("@topRelevanceContributors", named.join(", "));
  return new TableRow(cells);
}

function numbersOf(values: readonly Value[]): number[] {
  return values
    .map(toNumber)
    .filter((number) => number !== undefined)
    .sort((one, other) => one - other);
}

/** The largest distance of two cumulative distributions, given in order. */
function distance(one: readonly number[], other: readonly number[]): number {
  if (one.length === 0 || other.length === 0) return one.length === other.length ? 0 : 1;
  let [left, right, largest] = [0, 0, 0];
  while (left < one.length && right < other.length) {
    const at = Math.min(one[left]!, other[right]!);
    while (left < one.length && one[left]! <= at) left += 1;
    while (right < other.length && other[right]! <= at) right += 1;
    largest = Math.max(largest, Math.abs(left / one.length - right / other.length));
  }
  return largest;
}

function shiftsOf(
  meeting: readonly Value[],
  others: readonly Value[],
): { readonly value: string; readonly shift: number }[] {
  const [here, there] = [sharesOf(meeting), sharesOf(others)];
  return [...new Set([...here.keys(), ...there.keys()])].map((value) => ({
    value,
    shift: (here.get(value) ?? 0) - (there.get(value) ?? 0),
  }));
}

function sharesOf(values: readonly Value[]): Map<string, number> {
  const shares = new Map<string, number>();
  for (const value of values) {
    const text = toText(value!);
    shares.set(text, (shares.get(text) ?? 0) + 1 / values.length);
  }
  return shares;
}

function rounded(score: number): number {
  return Number(Math.min(1, score).toFixed(4));
}

import { expect } from "vitest";
import corpus from "./insights.json" with { type: "json" };
import type { TieredCase } from "./tiers.ts";

export type Cells = Readonly<Record<string, string>>;

export interface InsightsDataset {
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly logEvents: readonly { readonly timestamp: number; readonly message: string }[];
}

export interface InsightsCase extends TieredCase {
  readonly kind: string;
  readonly dataset: string | null;
  readonly uses?: readonly string[];
  readonly query: string;
  readonly control?: string;
  readonly groupCreatedAt?: string;
  readonly setup?: readonly {
    readonly operation: string;
    readonly input: Readonly<Record<string, unknown>>;
  }[];
  readonly startQuery?: {
    readonly noGroups?: boolean;
    readonly startTime?: number;
    readonly endTime?: number;
    readonly limit?: number;
    readonly logGroupName?: string;
    readonly logGroupNames?: readonly string[];
    readonly logGroupIdentifiers?: readonly string[];
  };
  readonly expect: {
    readonly outcome: "rows" | "accepted" | "error";
    readonly rows?: readonly Cells[];
    readonly order?: "exact" | "any";
    readonly rowCount?: number;
    readonly columns?: readonly string[];
    readonly statistics?: Readonly<Record<string, number>>;
    readonly numericTolerance?: number;
    readonly exception?: string;
  };
}

/** The range of all queries: a day, its end the time at which the clock stands. */
export const RANGE_START = Date.UTC(2026, 0, 4, 12);
export const RANGE_END = Date.UTC(2026, 0, 5, 12);

export const insightsCases = corpus.cases as unknown as readonly InsightsCase[];

const datasets = corpus.datasets as unknown as Readonly<Record<string, InsightsDataset>>;

/** A dataset by its name; `many` is made here. */
export function datasetNamed(name: string): InsightsDataset {
  if (name !== "many") return datasets[name]!;
  const logEvents = Array.from({ length: 10_020 }, (_, n) => ({
    timestamp: Date.UTC(2026, 0, 5, 11) + n,
    message: JSON.stringify({ n }),
  }));
  return { logGroupName: "/corpus/many", logStreamName: "web-1", logEvents };
}

/** Compares rows by their cells' texts, numbers within the tolerance. */
export function assessRows(one: InsightsCase, found: readonly Cells[]): void {
  const { rows, order, rowCount, columns, numericTolerance = 0.0001 } = one.expect;
  if (rowCount !== undefined) expect(found).toHaveLength(rowCount);
  if (columns) expect([...new Set(found.flatMap(Object.keys))].sort()).toEqual([...columns].sort());
  if (!rows) return;
  const near = (row: Cells, other: Cells | undefined): boolean =>
    other !== undefined &&
    Object.keys(row).length === Object.keys(other).length &&
    Object.entries(row).every(([name, cell]) => isNear(cell, other[name], numericTolerance));
  const left = [...found];
  for (const [index, row] of rows.entries()) {
    const at =
      order === "exact" ? (near(row, found[index]) ? index : -1) : left.findIndex((each) => near(row, each));
    if (at === -1) expect(found).toEqual(rows);
    if (order !== "exact") left.splice(at, 1);
  }
  expect(found).toHaveLength(rows.length);
}

function isNear(expected: string, found: string | undefined, tolerance: number): boolean {
  if (found === undefined) return false;
  if (found === expected) return true;
  const [one, other] = [expected, found].map((text) => (text.trim() === "" ? Number.NaN : Number(text)));
  return Math.abs(one! - other!) <= tolerance;
}

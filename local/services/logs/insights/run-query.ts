import { setImmediate as nextTurn } from "node:timers/promises";
import type { QueryPlan } from "./compile-query.ts";
import type { EventRow, Row } from "./record.ts";
import { toText } from "./values.ts";

/** One row as GetQueryResults answers it. */
export type ResultRow = readonly { readonly field: string; readonly value: string }[];

export interface Statistics {
  recordsMatched: number;
  recordsScanned: number;
  bytesScanned: number;
}

export interface RunOptions {
  /** Rows answered at most when the query has no limit of its own. */
  readonly limit: number;
  /** Kept up to date while the query runs. */
  readonly statistics: Statistics;
  readonly signal: AbortSignal;
}

/** Events looked at before others get their turn. */
const EVENTS_A_TURN = 2_000;

/**
 * Runs a query over events, the newest first.
 *
 * @throws the signal's reason when it is aborted
 */
export async function runQuery(
  plan: QueryPlan,
  events: readonly EventRow[],
  { limit, statistics, signal }: RunOptions,
): Promise<ResultRow[]> {
  const firstTable = plan.steps.findIndex(({ kind }) => kind !== "row");
  const split = firstTable === -1 ? plan.steps.length : firstTable;
  const rowSteps = plan.steps.slice(0, split).filter((step) => step.kind === "row");
  const following = plan.steps[split];
  const enough = following?.kind === "stop" ? following.count : Number.POSITIVE_INFINITY;
  let rows: readonly Row[] = [];
  const found: Row[] = [];
  for (const event of events) {
    if (found.length >= enough) break;
    statistics.recordsScanned += 1;
    statistics.bytesScanned += Buffer.byteLength(event.event.message);
    if (rowSteps.every(({ keeps }) => keeps(event))) found.push(event);
    if (statistics.recordsScanned % EVENTS_A_TURN === 0) {
      statistics.recordsMatched = found.length;
      await nextTurn();
      signal.throwIfAborted();
    }
  }
  rows = found;
  statistics.recordsMatched = found.length;
  let isAggregated = false;
  for (const step of plan.steps.slice(split)) {
    if (step.kind === "stop") rows = rows.slice(0, step.count);
    else if (step.kind === "table") rows = step.apply(rows);
    else rows = rows.filter(step.keeps);
    isAggregated ||= step.kind === "table" && step.isStats;
    if (!isAggregated && step.kind === "row" && step.isFilter) statistics.recordsMatched = rows.length;
  }
  if (!plan.hasLimit) rows = rows.slice(0, limit);
  return rows.map((row) => resultRow(row, plan.columns));
}

function resultRow(row: Row, columns: readonly string[]): ResultRow {
  const cells: { field: string; value: string }[] = [];
  for (const field of columns) {
    if (field === "@ptr") continue;
    const value = row.get(field);
    if (value !== undefined) cells.push({ field, value: toText(value) });
  }
  if (row.pointer !== undefined) cells.push({ field: "@ptr", value: row.pointer });
  return cells;
}

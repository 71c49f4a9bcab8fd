import { utf8Length } from "../log-events/utf8-length.ts";
import type { EventRow } from "./rows/event-row.ts";
import type { Row } from "./rows/row.ts";
import type { QueryPlan, Step, StepRuntime } from "./steps.ts";
import type { SourceSelection } from "./syntax/tree.ts";
import { toText } from "./values.ts";

/** One row as GetQueryResults answers it. */
export type ResultRow = readonly { readonly field: string; readonly value: string }[];

/** What GetQueryResults says about the scan. */
export interface Statistics {
  recordsMatched: number;
  recordsScanned: number;
  bytesScanned: number;
}

/** Times in milliseconds since the epoch; both ends belong to it. */
export interface QueryRange {
  readonly start: number;
  readonly end: number;
}

/** What the run of a query depends on. */
export interface RunOptions {
  readonly range: QueryRange;
  /** Rows answered at most when the query has no limit of its own. */
  readonly limit: number;
  /** Whether rows carry all fields of their events, not only those that the query shows. @default false */
  readonly allFields?: boolean;
  /** Kept up to date while the query runs. */
  readonly statistics: Statistics;
  /** The events of a range, the newest first: of the groups that a SOURCE names, or of the query's own. */
  readonly read: (source: SourceSelection | undefined, range: QueryRange) => Iterable<EventRow>;
}

/** Events looked at before others get their turn. */
const EVENTS_A_TURN = 2_000;

/** Runs a query; it pauses now and then, so that others get their turn or the query can be given up. */
export function* runQuery(plan: QueryPlan, options: RunOptions): Generator<void, ResultRow[]> {
  const rows = yield* rowsOf(plan, options);
  const wanted = plan.hasLimit ? rows : rows.slice(0, options.limit);
  return wanted.map((row) => resultRow(row, plan.columns, options.allFields ?? false));
}

function* rowsOf(plan: QueryPlan, options: RunOptions): Generator<void, readonly Row[]> {
  for (const subquery of plan.subqueries) {
    const statistics = { recordsMatched: 0, recordsScanned: 0, bytesScanned: 0 };
    subquery.rows = yield* rowsOf(subquery.plan, { ...options, statistics });
    options.statistics.recordsScanned += statistics.recordsScanned;
    options.statistics.bytesScanned += statistics.bytesScanned;
  }
  return yield* rowsOfSteps(plan, plan.steps, options);
}

function* rowsOfSteps(
  plan: QueryPlan,
  steps: readonly Step[],
  options: RunOptions,
): Generator<void, readonly Row[]> {
  const { statistics } = options;
  const firstTable = steps.findIndex(({ kind }) => kind !== "row");
  const split = firstTable === -1 ? steps.length : firstTable;
  let rows: readonly Row[] = yield* scan(plan, steps.slice(0, split), steps[split], options);
  let isAggregated = false;
  for (const [index, step] of steps.entries()) {
    if (index < split) continue;
    rows = applyStep(step, rows, {
      bytesScanned: statistics.bytesScanned,
      earlier: (start, end) =>
        earlierRows(plan, steps.slice(0, index), { ...options, range: { start, end } }),
    });
    isAggregated ||= step.kind === "table" && step.isAggregate;
    if (!isAggregated && step.kind === "row" && step.isFilter) statistics.recordsMatched = rows.length;
    yield;
  }
  return rows;
}

/** What comes out of some steps over another range: it is scanned too, but nothing of it matches the query. */
function earlierRows(plan: QueryPlan, steps: readonly Step[], options: RunOptions): readonly Row[] {
  const statistics = { recordsMatched: 0, recordsScanned: 0, bytesScanned: 0 };
  const rows = drain(rowsOfSteps(plan, steps, { ...options, statistics }));
  options.statistics.recordsScanned += statistics.recordsScanned;
  options.statistics.bytesScanned += statistics.bytesScanned;
  return rows;
}

/** The events that pass the steps before the first one that needs more than a row. */
function* scan(
  plan: QueryPlan,
  steps: readonly Step[],
  following: Step | undefined,
  { statistics, read, range }: RunOptions,
): Generator<void, Row[]> {
  const rowSteps = steps.filter((step) => step.kind === "row");
  const enough = following?.kind === "stop" ? following.count : Number.POSITIVE_INFINITY;
  const found: Row[] = [];
  let seen = 0;
  for (const event of read(plan.source, range)) {
    if (found.length >= enough) break;
    statistics.recordsScanned += 1;
    statistics.bytesScanned += utf8Length(event.event.message);
    if (rowSteps.every(({ keeps }) => keeps(event))) found.push(event);
    seen += 1;
    if (seen % EVENTS_A_TURN === 0) {
      statistics.recordsMatched = found.length;
      yield;
    }
  }
  statistics.recordsMatched = found.length;
  return found;
}

function applyStep(step: Step, rows: readonly Row[], runtime: StepRuntime): readonly Row[] {
  switch (step.kind) {
    case "stop":
      return rows.slice(0, step.count);
    case "table":
      return step.apply(rows, runtime);
    case "spread":
      return rows.flatMap((row) => step.spread(row));
    case "row":
      return rows.filter(step.keeps);
  }
}

/** Runs to the end without a pause. */
export function drain<Result>(running: Generator<void, Result>): Result {
  for (;;) {
    const next = running.next();
    if (next.done) return next.value;
  }
}

function resultRow(row: Row, columns: readonly string[], allFields: boolean): ResultRow {
  const cells: { field: string; value: string }[] = [];
  for (const field of allFields ? new Set([...columns, ...row.names()]) : columns) {
    if (field === "@ptr") continue;
    const value = row.get(field);
    if (value !== undefined) cells.push({ field, value: toText(value) });
  }
  if (row.pointer !== undefined) cells.push({ field: "@ptr", value: row.pointer });
  return cells;
}

import type { Row } from "./rows/row.ts";
import type { SourceSelection } from "./syntax/tree.ts";

/** A step that looks at one row at a time: it may add fields, or say that the row is not wanted. */
export interface RowStep {
  readonly kind: "row";
  readonly isFilter: boolean;
  readonly keeps: (row: Row) => boolean;
}

/** A step that makes several rows of one, or none. */
export interface SpreadStep {
  readonly kind: "spread";
  readonly spread: (row: Row) => readonly Row[];
}

/** A step that needs all rows. */
export interface TableStep {
  readonly kind: "table";
  /** Whether its rows are no events any more. */
  readonly isAggregate: boolean;
  readonly apply: (rows: readonly Row[], runtime: StepRuntime) => readonly Row[];
}

/** Ends the search as soon as so many rows are found. */
export interface StopStep {
  readonly kind: "stop";
  readonly count: number;
}

export type Step = RowStep | SpreadStep | TableStep | StopStep;

/** What a step may ask for while the query runs. */
export interface StepRuntime {
  /** The rows that come to this step when another range of time is queried, in milliseconds, both ends included. */
  earlier(start: number, end: number): readonly Row[];
  readonly bytesScanned: number;
}

/** A query in parentheses: its rows are there once the query around it runs. */
export interface PreparedSubquery {
  readonly plan: QueryPlan;
  rows: readonly Row[];
}

/** A compiled query of Logs Insights. */
export interface QueryPlan {
  readonly steps: readonly Step[];
  /** What a row of the result shows, in order. */
  readonly columns: readonly string[];
  /** Whether the query itself says how many rows it wants. */
  readonly hasLimit: boolean;
  /** The log groups that the query itself names. */
  readonly source: SourceSelection | undefined;
  readonly subqueries: readonly PreparedSubquery[];
  /** Whether the query, or one inside it, asks for data that a data protection policy masks. */
  readonly unmasks: boolean;
}

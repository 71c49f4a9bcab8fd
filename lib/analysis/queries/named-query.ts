/** Engines that the queries are written for. */
export const DIALECTS = ["duckdb", "athena", "bigquery"] as const;
/** An engine whose SQL differs in a few functions. */
export type Dialect = (typeof DIALECTS)[number];

/** What a parameter of a query takes. */
export type ParameterKind = "text" | "number" | "time";

/** A parameter of a named query. */
export interface QueryParameter {
  readonly name: string;
  readonly kind: ParameterKind;
  readonly description: string;
  /** Absent when the parameter must be given. */
  readonly default?: string;
}

export const CHART_KINDS = ["line", "bar", "heatmap", "histogram", "box", "scatter"] as const;
/** How the answer of a query is drawn. */
export type ChartKind = (typeof CHART_KINDS)[number];

/** How the result of a query is drawn. */
export interface ChartDescription {
  readonly kind: ChartKind;
  /** Columns that are read together along the axis. */
  readonly x: readonly string[];
  /** Columns of values; of a box five: minimum, quartiles, maximum. */
  readonly y: readonly string[];
  /** Column whose values are series. */
  readonly by?: string;
  /** Column of the values of a heat map. */
  readonly value?: string;
}

/** A query that ships. */
export interface NamedQuery {
  readonly name: string;
  readonly title: string;
  readonly parameters: readonly QueryParameter[];
  readonly chart?: ChartDescription;
  /** With `:name` for parameters and `{{…}}` for what engines write differently. */
  readonly template: string;
}

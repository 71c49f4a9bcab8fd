import type { Unit } from "./units.ts";

/** Names and values that identify a metric. Numbers and booleans are written as text. */
export type Dimensions = Readonly<Record<string, string | number | boolean>>;

/** Options of {@link createMetrics}. */
export interface MetricsOptions {
  /** CloudWatch namespace: letters, digits and `. - _ / # :`, at most 256 characters, not beginning with `AWS/`. */
  readonly namespace: string;
  /** Published as the dimension `service`. @default no such dimension */
  readonly service?: string | undefined;
  /** Dimensions of every metric, 30 at most together with `service`. @default none */
  readonly dimensions?: Dimensions | undefined;
  /** Names of dimensions under which each metric is published as well; `[]` is the sum over all. @default none */
  readonly rollups?: readonly (readonly string[])[] | undefined;
  /** Takes one line without a line break. @default writes it to standard output */
  readonly write?: ((line: string) => void) | undefined;
  /** Milliseconds since the epoch. @default Date.now */
  readonly now?: (() => number) | undefined;
  /** Told of what cannot be published; must not throw. @default one line on standard error for each kind of problem */
  readonly onInvalid?: ((problem: InvalidMetric) => void) | undefined;
}

/** Something that was not published, and why. */
export interface InvalidMetric {
  readonly metric: string;
  /** The dimension that was left out, if it was not the metric itself. */
  readonly dimension?: string | undefined;
  readonly reason: string;
}

/** Options of one value. */
export interface PutOptions {
  /** @default "None" */
  readonly unit?: Unit | undefined;
  /** Stored by the second instead of by the minute. @default false */
  readonly highResolution?: boolean | undefined;
  /** Milliseconds since the epoch of the value, at most 14 days old. @default now */
  readonly timestamp?: number | undefined;
  /** Further dimensions of this value. @default none */
  readonly dimensions?: Dimensions | undefined;
}

import type { StatisticSet } from "../statistics/statistic-set.ts";

/** How the observations of a period become one value. */
export type MetricsInsightsFunction = "AVG" | "COUNT" | "MAX" | "MIN" | "SUM";

/** What metrics are told apart by: a dimension, a tag of their resource, or the account. */
export interface MetricsInsightsLabel {
  readonly kind: "dimension" | "tag" | "account";
  /** Of the dimension or the tag; `AWS.AccountId` for the account. */
  readonly name: string;
}

/** One condition of WHERE. */
export interface MetricsInsightsCondition {
  readonly label: MetricsInsightsLabel;
  readonly isEqual: boolean;
  /** `null` is `CURRENT_ACCOUNT_ID()`. */
  readonly value: string | null;
}

/** A query of CloudWatch Metrics Insights, read. */
export interface MetricsInsightsQuery {
  readonly function: MetricsInsightsFunction;
  readonly metricName: string;
  readonly namespace: string;
  /** Names of the dimensions that a metric has, no others; undefined takes metrics with any dimensions. */
  readonly schema?: readonly string[];
  /** All of them hold. */
  readonly where: readonly MetricsInsightsCondition[];
  readonly groupBy: readonly MetricsInsightsLabel[];
  readonly orderBy?: { readonly function: MetricsInsightsFunction; readonly descending: boolean };
  readonly limit?: number;
}

/** A metric that a query may look at. */
export interface MetricsInsightsMetric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** Of the resource that it is about. @default none */
  readonly tags?: Readonly<Record<string, string>>;
  /** @default the account that asks */
  readonly accountId?: string;
  /** Its observations by the start of their period; called for metrics that match. */
  readonly read: () => ReadonlyMap<number, StatisticSet>;
}

/** One time series of a result. */
export interface MetricsInsightsSeries {
  /** The values that it is grouped by, in the order of GROUP BY; empty without. */
  readonly label: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** One value a period, oldest first, `null` where there is none. */
  readonly values: readonly (number | null)[];
}

/** What a query gives. */
export interface MetricsInsightsResult {
  readonly series: readonly MetricsInsightsSeries[];
  /** More metrics matched, or more series came out, than a query may have. */
  readonly isPartial: boolean;
}

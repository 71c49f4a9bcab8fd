/**
 * An alert policy in the API's JSON form: durations are texts such as `"300s"`.
 *
 * @see https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alertPolicies
 */
export interface AlertPolicy {
  readonly name?: string;
  readonly displayName?: string;
  readonly documentation?: AlertDocumentation;
  readonly userLabels?: Readonly<Record<string, string>>;
  readonly conditions?: readonly AlertCondition[];
  /** How conditions combine; needed from two on. */
  readonly combiner?: string;
  /** @default true */
  readonly enabled?: boolean;
  readonly notificationChannels?: readonly string[];
  readonly alertStrategy?: AlertStrategy;
  readonly severity?: string;
}

/** What notifications of a policy say beside the facts. */
export interface AlertDocumentation {
  readonly content?: string;
  /** @default "text/markdown" */
  readonly mimeType?: string;
  readonly subject?: string;
  readonly links?: readonly { readonly displayName?: string; readonly url?: string }[];
}

/** A test that opens incidents; exactly one of the members that begin with `condition`. */
export interface AlertCondition {
  readonly name?: string;
  readonly displayName?: string;
  readonly conditionThreshold?: ThresholdCondition;
  readonly conditionAbsent?: AbsenceCondition;
  readonly conditionMatchedLog?: LogMatchCondition;
  readonly conditionMonitoringQueryLanguage?: object;
  readonly conditionPrometheusQueryLanguage?: object;
  readonly conditionSql?: object;
}

/** Time series, or a ratio of them, compared with a number. */
export interface ThresholdCondition {
  readonly filter?: string;
  readonly aggregations?: readonly Aggregation[];
  readonly denominatorFilter?: string;
  readonly denominatorAggregations?: readonly Aggregation[];
  readonly forecastOptions?: { readonly forecastHorizon?: string };
  /** `COMPARISON_GT` or `COMPARISON_LT`. */
  readonly comparison?: string;
  /** @default 0 */
  readonly thresholdValue?: number;
  /** @default "0s" */
  readonly duration?: string;
  readonly trigger?: AlertTrigger;
  readonly evaluationMissingData?: string;
}

/** Time series that fail to report. */
export interface AbsenceCondition {
  readonly filter?: string;
  readonly aggregations?: readonly Aggregation[];
  readonly duration?: string;
  readonly trigger?: AlertTrigger;
}

/** Log entries of the policy's own project that match. */
export interface LogMatchCondition {
  readonly filter?: string;
  readonly labelExtractors?: Readonly<Record<string, string>>;
}

/** How many time series must fail. @default { count: 1 } */
export interface AlertTrigger {
  readonly count?: number;
  readonly percent?: number;
}

/** How points become one value for each period, and series one for each group. */
export interface Aggregation {
  readonly alignmentPeriod?: string;
  readonly perSeriesAligner?: string;
  readonly crossSeriesReducer?: string;
  readonly groupByFields?: readonly string[];
}

/** How often and when channels are notified. */
export interface AlertStrategy {
  readonly notificationRateLimit?: { readonly period?: string };
  readonly notificationPrompts?: readonly string[];
  /** Without data for so long, incidents close. @default "604800s" */
  readonly autoClose?: string;
  readonly notificationChannelStrategy?: readonly object[];
}

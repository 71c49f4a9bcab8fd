/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_MetricTransformation.html */
export interface MetricTransformation {
  readonly metricName: string;
  readonly metricNamespace: string;
  /** A number as text, or what to take from the event: `$.selector`, `$name`, `$3`. */
  readonly metricValue: string;
  /**
   * Reported for a minute that had events but no match, and for an event that matches without the field of the value.
   * @default nothing is reported
   */
  readonly defaultValue?: number | null;
  /** Dimension names, each with what to take from the event. */
  readonly dimensions?: Readonly<Record<string, string>>;
  /** @default "None" */
  readonly unit?: string;
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html */
export interface MetricFilterInput {
  readonly logGroupName?: string;
  readonly filterName: string;
  readonly filterPattern: string;
  readonly metricTransformations: readonly MetricTransformation[];
  /** `@aws.account`, `@aws.region`; they count towards the three dimensions. */
  readonly emitSystemFieldDimensions?: readonly string[];
  /** Which events the filter sees, by account and Region. Only its length is checked. */
  readonly fieldSelectionCriteria?: string;
}

/** One number that an event adds to a metric. */
export interface MetricSample {
  readonly namespace: string;
  readonly metricName: string;
  readonly value: number;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly unit: string;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
}

/** All samples of one metric, dimension set and minute. */
export interface MetricDatapoint {
  readonly namespace: string;
  readonly metricName: string;
  /** Whole minutes since the epoch. */
  readonly minute: number;
  /** Start of the minute, in milliseconds since the epoch. */
  readonly timestamp: number;
  readonly values: readonly number[];
  readonly sum: number;
  readonly sampleCount: number;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly unit: string;
  /** The default value: there were events in the minute and none matched. */
  readonly default?: true;
}

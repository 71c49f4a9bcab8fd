/** State of an alarm. */
export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

/** How the datapoints of an alarm are compared with its threshold. */
export type ComparisonOperator =
  | "GreaterThanOrEqualToThreshold"
  | "GreaterThanThreshold"
  | "LessThanThreshold"
  | "LessThanOrEqualToThreshold"
  | "LessThanLowerOrGreaterThanUpperThreshold"
  | "LessThanLowerThreshold"
  | "GreaterThanUpperThreshold";

/** What a period without datapoints means to an alarm. */
export type TreatMissingData = "missing" | "ignore" | "breaching" | "notBreaching";

/**
 * The part of an alarm that decides its state, in CloudWatch's names.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricAlarm.html
 */
export interface Alarm {
  readonly comparisonOperator: ComparisonOperator;
  /** Absent for the band operators. */
  readonly threshold?: number | undefined;
  /** N: how many datapoints are compared. */
  readonly evaluationPeriods: number;
  /** M: how many of them must breach. @default evaluationPeriods */
  readonly datapointsToAlarm?: number | undefined;
  /** @default "missing", and "ignore" for metrics in AWS/DynamoDB */
  readonly treatMissingData?: TreatMissingData | undefined;
  /** Seconds. @default 60 */
  readonly period?: number | undefined;
  readonly statistic?: string | undefined;
  readonly extendedStatistic?: string | undefined;
  /** "ignore" keeps the state while a percentile has too few samples. @default "evaluate" */
  readonly evaluateLowSampleCountPercentile?: "evaluate" | "ignore" | undefined;
  readonly unit?: string | undefined;
  readonly namespace?: string | undefined;
  readonly metricName?: string | undefined;
}

/** A period's value with what is known about it. */
export interface AlarmDatapoint {
  readonly value?: number | null | undefined;
  /** Start of the period, in milliseconds since the epoch. */
  readonly timestamp?: number | undefined;
  readonly sampleCount?: number | undefined;
}

/** The expected range of a metric; without one a period counts as missing. */
export type AnomalyBand = (
  timestamp: number | undefined,
  index: number,
) => { readonly lower: number; readonly upper: number } | undefined;

/** What the evaluation of an alarm depends on. */
export interface EvaluationOptions {
  /** When the evaluation takes place, in milliseconds since the epoch: `queryDate` of the reason data. */
  readonly now?: number | undefined;
  /** Start of the newest datapoint's period, in milliseconds since the epoch; older ones follow from the period. */
  readonly periodStart?: number | undefined;
  /** Starts of all periods, oldest first, instead of {@link periodStart}. */
  readonly timestamps?: readonly number[] | undefined;
  /** Samples in each period, oldest first. */
  readonly sampleCounts?: readonly (number | null | undefined)[];
  /** Thresholds of the band operators. */
  readonly band?: AnomalyBand | undefined;
  /** The reason and its data that stay when the state is kept. */
  readonly previousReason?: string | undefined;
  readonly previousReasonData?: AlarmReasonData | undefined;
}

/** What CloudWatch keeps as StateReasonData; {@link serializeReasonData} writes it as text. */
export interface AlarmReasonData {
  version: "1.0";
  queryDate?: string;
  startDate?: string;
  unit?: string;
  statistic?: string;
  period: number;
  /** Oldest first. */
  recentDatapoints: number[];
  threshold?: number;
  recentLowerThresholds?: number[];
  recentUpperThresholds?: number[];
  /** Newest first. */
  evaluatedDatapoints: { timestamp?: string; sampleCount?: number; value?: number }[];
}

/** The state that an evaluation gives, with its reason. */
export interface AlarmEvaluation {
  readonly state: AlarmState;
  readonly reason: string;
  /** Absent before the first evaluation. */
  readonly reasonData?: AlarmReasonData | undefined;
  /** True when missing data made the alarm keep its state. */
  readonly retained?: true | undefined;
}

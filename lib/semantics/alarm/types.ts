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
  readonly threshold?: number;
  /** N: how many datapoints are compared. */
  readonly evaluationPeriods: number;
  /** M: how many of them must breach. @default evaluationPeriods */
  readonly datapointsToAlarm?: number;
  /** @default "missing", and "ignore" for metrics in AWS/DynamoDB */
  readonly treatMissingData?: TreatMissingData;
  /** Seconds. @default 60 */
  readonly period?: number;
  readonly statistic?: string;
  readonly extendedStatistic?: string;
  /** "ignore" keeps the state while a percentile has too few samples. @default "evaluate" */
  readonly evaluateLowSampleCountPercentile?: "evaluate" | "ignore";
  readonly unit?: string;
  readonly namespace?: string;
  readonly metricName?: string;
}

/** A period's value with what is known about it. */
export interface AlarmDatapoint {
  readonly value?: number | null;
  /** Start of the period, in milliseconds since the epoch. */
  readonly timestamp?: number;
  readonly sampleCount?: number;
}

/** The expected range of a metric; without one a period counts as missing. */
export type AnomalyBand = (
  timestamp: number | undefined,
  index: number,
) => { readonly lower: number; readonly upper: number } | undefined;

/** What the evaluation of an alarm depends on. */
export interface EvaluationOptions {
  /** When the evaluation takes place, in milliseconds since the epoch: `queryDate` of the reason data. */
  readonly now?: number;
  /** Start of the newest datapoint's period, in milliseconds since the epoch; older ones follow from the period. */
  readonly periodStart?: number;
  /** Starts of all periods, oldest first, instead of {@link periodStart}. */
  readonly timestamps?: readonly number[];
  /** Samples in each period, oldest first. */
  readonly sampleCounts?: readonly (number | null | undefined)[];
  /** Thresholds of the band operators. */
  readonly band?: AnomalyBand;
  /** The reason and its data that stay when the state is kept. */
  readonly previousReason?: string;
  readonly previousReasonData?: AlarmReasonData;
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
  readonly reasonData?: AlarmReasonData;
  /** True when missing data made the alarm keep its state. */
  readonly retained?: true;
}

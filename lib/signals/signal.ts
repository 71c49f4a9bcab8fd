import type { ComparisonOperator, LogAlarmInput, MetricTransformation } from "../semantics/index.ts";

/** How a number is compared with its limit, in CloudWatch's words. */
export type Comparison = Extract<
  ComparisonOperator,
  | "GreaterThanThreshold"
  | "GreaterThanOrEqualToThreshold"
  | "LessThanThreshold"
  | "LessThanOrEqualToThreshold"
>;

interface Judged {
  readonly comparison: Comparison;
  readonly threshold: number;
  /** Seconds. */
  readonly within: number;
  readonly windows: { readonly over: number; readonly of: number };
}

interface ByDimensions {
  readonly dimensions: Readonly<Record<string, string>>;
  readonly alarmFor: readonly Readonly<Record<string, string>>[];
}

/** Matching events are counted. */
export interface CountSignal extends Judged, ByDimensions {
  readonly kind: "count";
  readonly pattern: string;
}

/** A statistic of a number in each matching event. */
export interface ValueSignal extends Judged, ByDimensions {
  readonly kind: "value";
  readonly pattern: string;
  readonly selector: string;
  readonly statistic: string;
  /** CloudWatch's unit, "None" for a plain number. */
  readonly unit: string;
}

/** Percentage of events among others. */
export interface RatioSignal extends Judged {
  readonly kind: "ratio";
  readonly of: string;
  readonly to: string;
  readonly minimum: number;
}

/** Nothing for a while. */
export interface SilenceSignal {
  readonly kind: "silence";
  readonly pattern: string;
  /** Seconds. */
  readonly within: number;
}

/** Outside of the band of what is usual. */
export interface UnusualSignal {
  readonly kind: "unusual";
  readonly pattern: string;
  /** Undefined when events are counted. */
  readonly selector: string | undefined;
  readonly statistic: string;
  readonly unit: string;
  readonly width: number;
  readonly direction: "above" | "below" | "both";
  readonly within: number;
  readonly windows: { readonly over: number; readonly of: number };
}

/** One pair of windows of a burn rate: both must be over the factor. */
export interface BurnRate {
  readonly name: "fast" | "slow";
  /** How many times as fast as the objective allows. */
  readonly factor: number;
  /** Seconds. */
  readonly long: number;
  readonly short: number;
}

/** The error budget of an objective burns too fast. */
export interface BudgetSignal {
  readonly kind: "budget";
  readonly of: string;
  readonly to: string;
  /** Share of events that may fail, 0.001 for an objective of 99.9 %. */
  readonly allowed: number;
  readonly minimum: number;
  readonly rates: readonly BurnRate[];
}

/** A query of Logs Insights on a schedule. */
export interface QuerySignal extends Judged {
  readonly kind: "query";
  readonly query: string;
  readonly aggregation: string;
  readonly lines: number;
}

/** What somebody wants to know of a log, checked, with patterns, seconds and numbers. */
export type Signal =
  | CountSignal
  | ValueSignal
  | RatioSignal
  | SilenceSignal
  | UnusualSignal
  | BudgetSignal
  | QuerySignal;

/** A metric filter with the members of PutMetricFilter, but the log group. */
export interface MetricFilterDefinition {
  readonly filterName: string;
  readonly filterPattern: string;
  readonly metricTransformations: readonly MetricTransformation[];
}

/** A metric and its dimensions. */
export interface MetricName {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
}

/** One element of `Metrics` of PutMetricAlarm. */
export interface MetricDataQueryDefinition {
  readonly Id: string;
  readonly MetricStat?: { readonly Metric: MetricName; readonly Period: number; readonly Stat: string };
  readonly Expression?: string;
  readonly Label?: string;
  readonly ReturnData: boolean;
}

/** An alarm with the members of PutMetricAlarm, without actions. */
export interface MetricAlarmDefinition extends Partial<MetricName> {
  readonly AlarmName: string;
  readonly Statistic?: string;
  readonly ExtendedStatistic?: string;
  readonly Period?: number;
  readonly Metrics?: readonly MetricDataQueryDefinition[];
  readonly ThresholdMetricId?: string;
  readonly Threshold?: number;
  readonly ComparisonOperator: ComparisonOperator;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm: number;
  readonly TreatMissingData: string;
}

/** An alarm with the members of PutCompositeAlarm, without actions. */
export interface CompositeAlarmDefinition {
  readonly AlarmName: string;
  readonly AlarmRule: string;
}

/** An alarm with the members of PutLogAlarm, without actions and roles. */
export type LogAlarmDefinition = Omit<LogAlarmInput, "ScheduledQueryConfiguration"> & {
  readonly ScheduledQueryConfiguration: Omit<
    LogAlarmInput["ScheduledQueryConfiguration"],
    "ScheduledQueryRoleARN"
  >;
};

/** What AWS has to have so that a signal goes off. */
export interface SignalResources {
  readonly metricFilters: readonly MetricFilterDefinition[];
  readonly metricAlarms: readonly MetricAlarmDefinition[];
  readonly compositeAlarms: readonly CompositeAlarmDefinition[];
  readonly logAlarms: readonly LogAlarmDefinition[];
  /** The alarms that tell people; the others only serve them. */
  readonly reporting: readonly string[];
  /** Why this way, in one sentence for `cumulog plan`. */
  readonly reason: string;
}

import type { CloudEvents } from "../../kernel/cloud-events.ts";

export type { ServiceLedger } from "../../control/ledgers.ts";
export type { InboxMessage } from "../../kernel/cloud-events.ts";

export type AlarmChange = CloudEvents["alarm-state"][0];
export type AlarmStateValue = AlarmChange["to"];
export type Invocation = CloudEvents["invocation"][0];
export type LogEventsPayload = CloudEvents["log-events"][0];

export interface Dimension {
  readonly Name: string;
  readonly Value: string;
}

export interface Metric {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions?: readonly Dimension[];
}

export interface MetricDataQuery {
  readonly Id: string;
  readonly MetricStat?: { readonly Metric: Metric; readonly Period: number; readonly Stat: string };
  readonly Expression?: string;
  readonly Label?: string;
  readonly ReturnData?: boolean;
  readonly Period?: number;
}

export interface Alarm {
  readonly AlarmName: string;
  readonly AlarmArn: string;
  readonly AlarmDescription?: string;
  readonly StateValue: AlarmStateValue;
  readonly StateReason: string;
  /** Seconds since the epoch. */
  readonly StateUpdatedTimestamp: number;
  readonly ActionsEnabled: boolean;
  readonly AlarmActions: readonly string[];
  readonly OKActions: readonly string[];
  readonly InsufficientDataActions: readonly string[];
  /** Of a composite alarm. */
  readonly AlarmRule?: string;
  /** Of a log alarm, as are the two that follow. */
  readonly ScheduledQueryConfiguration?: {
    readonly QueryString: string;
    readonly AggregationExpression: string;
    readonly LogGroupIdentifiers?: readonly string[];
  };
  readonly QueryResultsToEvaluate?: number;
  readonly QueryResultsToAlarm?: number;
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly Dimension[];
  readonly Statistic?: string;
  readonly ExtendedStatistic?: string;
  readonly Period?: number;
  readonly EvaluationPeriods?: number;
  readonly DatapointsToAlarm?: number;
  readonly Threshold?: number;
  readonly ThresholdMetricId?: string;
  readonly ComparisonOperator?: string;
  readonly TreatMissingData?: string;
  readonly Metrics?: readonly MetricDataQuery[];
}

export interface AlarmHistoryItem {
  readonly AlarmName: string;
  /** Seconds since the epoch. */
  readonly Timestamp: number;
  readonly HistoryItemType: "ConfigurationUpdate" | "StateUpdate" | "Action";
  readonly HistorySummary: string;
  readonly HistoryData: string;
}

export interface FunctionConfiguration {
  readonly FunctionName: string;
  readonly Runtime?: string;
  readonly Handler?: string;
  readonly Timeout?: number;
  readonly MemorySize?: number;
  readonly Description?: string;
  readonly LoggingConfig?: { readonly LogGroup?: string };
}

/** A pattern of a log group's lines; `trend` has the counts in equal parts of the time. */
export interface LogPattern {
  readonly id: string;
  readonly pattern: string;
  readonly count: number;
  /** From 0 to 1. */
  readonly share: number;
  readonly trend: readonly number[];
  readonly firstSeen?: number;
  readonly lastSeen?: number;
  readonly sample: string;
  readonly excluded: boolean;
}

/** Answer of `GET patterns`. */
export interface LogPatterns {
  readonly group: string;
  readonly now: number;
  readonly events: number;
  readonly from?: number;
  readonly patterns: readonly LogPattern[];
}

export type AlarmStateValue = "OK" | "ALARM" | "INSUFFICIENT_DATA";

export interface LogEventsPayload {
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly events: readonly { readonly id: string; readonly timestamp: number; readonly message: string }[];
}

export interface AlarmChange {
  readonly alarmName: string;
  readonly from: AlarmStateValue;
  readonly to: AlarmStateValue;
  readonly reason: string;
  readonly timestamp: number;
}

export interface InboxMessage {
  readonly id: string;
  readonly timestamp: number;
  readonly protocol: string;
  readonly to: string;
  readonly subject?: string;
  readonly body: string;
  /** `data:` addresses. */
  readonly pictures?: readonly string[];
  readonly from: string;
}

export interface Invocation {
  readonly functionName: string;
  readonly requestId: string;
  readonly timestamp: number;
  readonly durationMs: number;
  readonly outcome: "success" | "error" | "timeout" | "crash";
  readonly error?: string;
}

export interface ServiceLedger {
  readonly service: string;
  readonly handler: string;
  readonly timestamp: number;
  readonly report: {
    readonly accepted: number;
    readonly delivered: number;
    readonly rejected: Readonly<Record<string, number>>;
    readonly dropped: Readonly<Record<string, number>>;
    readonly spooled: number;
    readonly pending: number;
  };
}

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

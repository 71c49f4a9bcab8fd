import type { AlarmTagsPropagation } from "../alarm/propagated-tags.ts";
import type { AlarmState, ComparisonOperator, TreatMissingData } from "../alarm/types.ts";

/**
 * The input of PutLogAlarm, in its names.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutLogAlarm.html
 */
export interface LogAlarmInput {
  readonly AlarmName: string;
  readonly AlarmDescription?: string;
  readonly ActionsEnabled?: boolean;
  readonly OKActions?: readonly string[];
  readonly AlarmActions?: readonly string[];
  readonly InsufficientDataActions?: readonly string[];
  readonly ScheduledQueryConfiguration: ScheduledQueryConfiguration;
  /** N. */
  readonly QueryResultsToEvaluate: number;
  /** M. */
  readonly QueryResultsToAlarm: number;
  readonly Threshold: number;
  readonly ComparisonOperator: string;
  /** @default "missing" */
  readonly TreatMissingData?: string;
  /** Log lines in an e-mail notification, 0 to 50. @default 0 */
  readonly ActionLogLineCount?: number;
  readonly ActionLogLineRoleArn?: string;
  readonly WarmUpConfiguration?: WarmUpConfiguration;
  readonly ActionConfiguration?: { readonly AlarmTagsPropagation?: AlarmTagsPropagation };
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

/** A query that runs by a schedule. */
export interface ScheduledQueryConfiguration {
  readonly QueryString: string;
  /** Names or ARNs; none when the query itself has a SOURCE. */
  readonly LogGroupIdentifiers?: readonly string[];
  /** Of the query that CloudWatch made; only in answers. */
  readonly QueryARN?: string;
  readonly ScheduledQueryRoleARN: string;
  readonly AggregationExpression: string;
  readonly ScheduleConfiguration: {
    readonly ScheduleExpression: string;
    /** Seconds before a run at which its window begins. */
    readonly StartTimeOffset: number;
    /** Seconds before a run at which its window ends. @default 0 */
    readonly EndTimeOffset?: number;
  };
}

/** How long an alarm warms up. */
export interface WarmUpConfiguration {
  /** 1 to 2,880. */
  readonly WarmUpPeriodDurationInMinutes: number;
  /** @default false */
  readonly OnlyStartEvaluatingAfterWarmUpPeriodEnds?: boolean;
}

/** The part of a log alarm that decides its state. */
export interface LogAlarm {
  readonly comparisonOperator: ComparisonOperator;
  readonly threshold: number;
  /** N: how many of the latest query results are compared. */
  readonly queryResultsToEvaluate: number;
  /** M: how many of them must breach. */
  readonly queryResultsToAlarm: number;
  /** @default "missing" */
  readonly treatMissingData?: TreatMissingData;
  /** Decides the order of contributors. @default alphabetical */
  readonly aggregationExpression?: string;
}

/** One combination of the values of `by`, with its value in one run of the query. */
export interface ContributorValue {
  readonly attributes: Readonly<Record<string, string>>;
  readonly value: number;
}

/**
 * What one run of the query gave: a value, nothing (`null`), the values of its contributors (as a list, or by a name for
 * each), or no result because the run failed or the query is invalid.
 */
export type LogAlarmResult =
  | number
  | null
  | undefined
  | "failed"
  | "invalid"
  | readonly ContributorValue[]
  | Readonly<Record<string, number>>;

/** Whether a log alarm could be evaluated. */
export type LogAlarmEvaluationState = "EVALUATION_ERROR" | "EVALUATION_FAILURE" | "PARTIAL_DATA";

/** What the evaluation of a log alarm depends on. */
export interface LogAlarmOptions {
  /** When each run was due, oldest first, in milliseconds since the epoch; the latest ones when fewer than the results. */
  readonly timestamps?: readonly number[] | undefined;
  /** The runs' identifiers, oldest first. */
  readonly queryIds?: readonly string[] | undefined;
  /** When the evaluation takes place, in milliseconds since the epoch. */
  readonly now?: number | undefined;
  readonly previousReason?: string | undefined;
  readonly previousReasonData?: LogAlarmReasonData | undefined;
}

/** What CloudWatch keeps as the reason data of a log alarm. */
export interface LogAlarmReasonData {
  readonly version: "1.0";
  readonly queryDate?: string;
  readonly threshold: number;
  readonly queryResultsToEvaluate: number;
  readonly queryResultsToAlarm: number;
  /** Newest first. */
  readonly results: readonly {
    readonly queryResultId?: string;
    readonly status: "COMPLETE" | "FAILED";
    readonly timestamp?: string;
    readonly value?: number;
  }[];
}

/** A contributor of the latest run, or one that was there before and is gone. */
export interface ContributorEvaluation {
  /** At most 16 characters, the same for the same attributes. */
  readonly id: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly state: "OK" | "ALARM";
  readonly reason: string;
}

/** The state that an evaluation of a log alarm gives, with its reason. */
export interface LogAlarmEvaluation {
  readonly state: AlarmState;
  readonly reason: string;
  /** Absent before the first result and for alarms with contributors. */
  readonly reasonData?: LogAlarmReasonData;
  readonly evaluationState?: LogAlarmEvaluationState;
  /** Of an alarm whose aggregation has a `by`, in the order in which they are evaluated. */
  readonly contributors?: readonly ContributorEvaluation[];
  /** True when missing data made the alarm keep its state. */
  readonly retained?: true;
}

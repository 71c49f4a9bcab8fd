import type {
  AlarmReasonData,
  AlarmState,
  AlarmTagsPropagation,
  LogAlarmInput,
  LogAlarmReasonData,
  LogAlarmResult,
  WarmUpConfiguration,
} from "cumulog/semantics";
import type { MetricDataQuery } from "./metric-data-query.ts";
import type { Dimension } from "./validation.ts";

interface AnyAlarmInput {
  readonly AlarmName: string;
  readonly AlarmDescription?: string;
  readonly ActionsEnabled?: boolean;
  readonly OKActions?: readonly string[];
  readonly AlarmActions?: readonly string[];
  readonly InsufficientDataActions?: readonly string[];
  readonly ActionConfiguration?: { readonly AlarmTagsPropagation?: AlarmTagsPropagation };
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

/** What PutMetricAlarm takes. */
export interface MetricAlarmInput extends AnyAlarmInput {
  readonly MetricName?: string;
  readonly Namespace?: string;
  readonly Statistic?: string;
  readonly ExtendedStatistic?: string;
  readonly Dimensions?: readonly Dimension[];
  readonly Period?: number;
  readonly Unit?: string;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm?: number;
  readonly Threshold?: number;
  readonly ComparisonOperator: string;
  readonly TreatMissingData?: string;
  readonly EvaluateLowSampleCountPercentile?: string;
  readonly Metrics?: readonly MetricDataQuery[];
  readonly ThresholdMetricId?: string;
  readonly WarmUpConfiguration?: WarmUpConfiguration;
  readonly EvaluationWindow?: {
    readonly WallClockWindow?: { readonly Timezone?: string };
    readonly SlidingWindow?: object;
  };
  /** Of a PromQL alarm. */
  readonly EvaluationCriteria?: object;
}

/** What PutCompositeAlarm takes. */
export interface CompositeAlarmInput extends AnyAlarmInput {
  readonly AlarmRule: string;
  readonly ActionsSuppressor?: string;
  readonly ActionsSuppressorWaitPeriod?: number;
  readonly ActionsSuppressorExtensionPeriod?: number;
}

export type AlarmType = "MetricAlarm" | "CompositeAlarm" | "LogAlarm";

/** A state with when and why it came; times in cloud milliseconds. */
export interface AlarmStateRecord {
  readonly value: AlarmState;
  readonly reason: string;
  /** JSON text. */
  readonly reasonData?: string | undefined;
  readonly time: number;
}

interface AnyAlarm {
  readonly arn: string;
  readonly name: string;
  /** When its configuration last changed. */
  readonly updated: number;
  readonly tags: Record<string, string>;
  /** When it was made. @default when it was last updated */
  readonly created?: number;
  readonly actionsEnabled: boolean;
  /** Whether it has been evaluated since it was made, which ends its warm-up for good. */
  readonly isWarmedUp?: boolean;
  readonly evaluationState?: string;
  readonly state: AlarmStateRecord;
  /** When it last changed to another state. */
  readonly transitioned?: number;
  /** Of the newest evaluation, for what keeps its state. */
  readonly reasonData?: AlarmReasonData | undefined;
}

export type MetricAlarm = AnyAlarm & {
  readonly type: "MetricAlarm";
  readonly input: MetricAlarmInput;
  /** When data was first seen during the warm-up, cloud milliseconds. */
  readonly firstDataAt?: number;
  /** Of an alarm on several time series. */
  readonly contributors?: readonly AlarmingContributor[];
};
export type CompositeAlarm = AnyAlarm & {
  readonly type: "CompositeAlarm";
  readonly input: CompositeAlarmInput;
  readonly actionsSuppressedBy?: "WaitPeriod" | "ExtensionPeriod" | "Alarm";
};

/** What one run of a log alarm's query gave. */
export interface LogAlarmRun {
  readonly queryId: string;
  /** When it was due, cloud milliseconds. */
  readonly time: number;
  readonly result: LogAlarmResult;
}

/** A contributor that is in ALARM. */
export interface AlarmingContributor {
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly reason: string;
  /** Since when, cloud milliseconds. */
  readonly since: number;
}

export type LogAlarm = Omit<AnyAlarm, "reasonData"> & {
  readonly type: "LogAlarm";
  readonly input: LogAlarmInput;
  /** Of the latest runs, oldest first. */
  readonly runs: readonly LogAlarmRun[];
  readonly reasonData?: LogAlarmReasonData | undefined;
  readonly contributors: readonly AlarmingContributor[];
  /** Lines of the latest run that a notification may carry. */
  readonly lines: readonly string[];
};
export type AlarmRecord = MetricAlarm | CompositeAlarm | LogAlarm;

export const INITIAL_REASON = "Unchecked: Initial alarm creation";

import type { MetricTransformation, MuteRuleInput, TransformerProcessor } from "cumulog/semantics";
import {
  evaluationInterval,
  evaluationRange,
  isMetricsInsightsQuery,
  parseMetricsInsightsQuery,
} from "cumulog/semantics";
import type { MetricAlarmInput } from "../services/cloudwatch/alarm.ts";
import { periodOf } from "../services/cloudwatch/alarm-semantics.ts";
import type { MetricIdentity } from "../services/cloudwatch/metric-identity.ts";
import { readDimensions } from "../services/cloudwatch/validation.ts";
import { intervalOf, logAlarmOf, reachOf } from "./log-alarm.ts";

/** A metric filter of a backtest. */
export interface FilterDefinition {
  readonly filterName: string;
  readonly filterPattern: string;
  readonly metricTransformations: readonly MetricTransformation[];
  /** `@aws.account`, `@aws.region`, added as dimensions. @default none */
  readonly emitSystemFieldDimensions?: readonly string[];
  /** The log group that it stands on, when it is known. */
  readonly logGroupName?: string;
  /** Whether it looks at what `transformer` makes of a line. @default false */
  readonly applyOnTransformedLogs?: boolean;
  /** The processors of the group's transformer. @default none */
  readonly transformer?: readonly TransformerProcessor[];
}

/** An alarm with the members of PutMetricAlarm, of PutCompositeAlarm when it has an `AlarmRule`, or of PutLogAlarm when it has a query. */
export type AlarmInput = Readonly<Record<string, unknown>> & { readonly AlarmName: string };

/** What a backtest runs: filters that make metrics, and alarms on them. */
export interface AlarmSet {
  readonly filters: readonly FilterDefinition[];
  readonly alarms: readonly AlarmInput[];
  /** When alarms tell nobody. @default never */
  readonly muteRules?: readonly MuteRuleInput[];
}

/** One intent: more than so many matching events within so many seconds. */
export interface SimpleAlarm {
  readonly name: string;
  /** Filter pattern of the events that count. @default every event */
  readonly pattern?: string;
  /** @default 0 */
  readonly moreThan?: number;
  /** Seconds. @default 300 */
  readonly within?: number;
  /** The log group whose events count. @default any */
  readonly logGroupName?: string | undefined;
  /** @default 1 of 1 */
  readonly windows?: { readonly over: number; readonly of: number };
}

const NAMESPACE = "Backtest";

/** Makes filters and alarms of simple intents. */
export function alarmSetOf(alarms: readonly SimpleAlarm[]): AlarmSet {
  return {
    filters: alarms.map(({ name, pattern = "", logGroupName }) => ({
      ...(logGroupName !== undefined && { logGroupName }),
      filterName: name,
      filterPattern: pattern,
      metricTransformations: [
        { metricName: name, metricNamespace: NAMESPACE, metricValue: "1", defaultValue: 0 },
      ],
    })),
    alarms: alarms.map(({ name, moreThan = 0, within = 300, windows = { over: 1, of: 1 } }) => ({
      AlarmName: name,
      Namespace: NAMESPACE,
      MetricName: name,
      Statistic: "Sum",
      Period: within,
      EvaluationPeriods: windows.of,
      DatapointsToAlarm: windows.over,
      Threshold: moreThan,
      ComparisonOperator: "GreaterThanThreshold",
      TreatMissingData: "notBreaching",
    })),
  };
}

/**
 * A copy of every metric alarm for each threshold, named `Name@threshold`, so that one pass over the history compares
 * them all.
 */
export function withThresholds(set: AlarmSet, thresholds: readonly number[]): AlarmSet {
  const metricAlarms = set.alarms.filter((alarm) => alarm["AlarmRule"] === undefined);
  return {
    filters: set.filters,
    ...(set.muteRules && {
      muteRules: set.muteRules.map((rule) =>
        retargeted(rule, (name) => thresholds.map((threshold) => copyName(name, threshold))),
      ),
    }),
    alarms: metricAlarms.flatMap((alarm) => thresholds.map((threshold) => withThreshold(alarm, threshold))),
  };
}

const copyName = (name: string, threshold: number): string => `${name}@${threshold}`;

/** A mute rule for other alarms instead of its own. */
export function retargeted(
  rule: MuteRuleInput,
  namesOf: (alarmName: string) => readonly string[],
): MuteRuleInput {
  return { ...rule, MuteTargets: { AlarmNames: (rule.MuteTargets?.AlarmNames ?? []).flatMap(namesOf) } };
}

/** A copy of a metric or log alarm, named `Name@threshold`. */
export const withThreshold = (alarm: AlarmInput, Threshold: number): AlarmInput => ({
  ...alarm,
  AlarmName: copyName(alarm.AlarmName, Threshold),
  Threshold,
});

/** Milliseconds after the last datapoint within which an alarm has judged it; 0 for a composite alarm. */
export function longestLook(alarm: AlarmInput): number {
  if (alarm["AlarmRule"] !== undefined) return 0;
  const logAlarm = logAlarmOf(alarm);
  if (logAlarm) return (logAlarm.QueryResultsToEvaluate + 1) * intervalOf(logAlarm) + reachOf(logAlarm);
  const { EvaluationPeriods } = alarm as unknown as MetricAlarmInput;
  const period = periodOf({ input: alarm as unknown as MetricAlarmInput });
  const range = evaluationRange({ evaluationPeriods: EvaluationPeriods }) * period;
  return (range + evaluationInterval({ evaluationPeriods: EvaluationPeriods, period }) + period) * 1_000;
}

/** What an alarm's query of Metrics Insights selects from. */
export function queriedMetricsOf(alarm: AlarmInput): Pick<MetricIdentity, "namespace" | "metricName">[] {
  const { Metrics = [] } = alarm as unknown as MetricAlarmInput;
  return Metrics.flatMap(({ Expression = "" }) => {
    return isMetricsInsightsQuery(Expression) ? parseMetricsInsightsQuery(Expression) : [];
  });
}

/** The metrics that an alarm looks at by their names. */
export function metricsOf(alarm: AlarmInput): MetricIdentity[] {
  const { Namespace, MetricName, Dimensions, Metrics = [] } = alarm as unknown as MetricAlarmInput;
  const own = MetricName === undefined ? [] : [{ Namespace, MetricName, Dimensions }];
  return [...own, ...Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric ?? [])].map((metric) => ({
    namespace: metric.Namespace ?? "",
    metricName: metric.MetricName ?? "",
    dimensions: readDimensions(metric.Dimensions),
  }));
}

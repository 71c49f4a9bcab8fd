import { longDate, propagatedTags, referencedAlarms } from "cumulog/semantics";
import type { Cloud } from "#kernel/cloud.ts";
import type {
  AlarmingContributor,
  AlarmRecord,
  AlarmStateRecord,
  CompositeAlarm,
  MetricAlarm,
  MetricAlarmInput,
} from "./alarm.ts";
import { contributorMembers, messageBeginning } from "./alarm-message-members.ts";
import { periodOf } from "./alarm-semantics.ts";
import type { MetricDataQuery } from "./metric-data-query.ts";
import { regionName } from "./region-name.ts";
import type { Dimension } from "./validation.ts";

const STATISTICS: Readonly<Record<string, string>> = {
  SampleCount: "SAMPLE_COUNT",
  Average: "AVERAGE",
  Sum: "SUM",
  Minimum: "MINIMUM",
  Maximum: "MAXIMUM",
};
const LONGEST_SUBJECT = 100;

/** The subject of an alarm's notification, which SNS limits to 100 characters. */
export function subjectOf({ region }: Cloud, { name, state }: AlarmRecord): string {
  const subject = `${state.value}: "${name}" in ${regionName(region)}`;
  return subject.length <= LONGEST_SUBJECT ? subject : `${subject.slice(0, LONGEST_SUBJECT - 3)}...`;
}

/** The JSON document that CloudWatch publishes to a topic when a metric or composite alarm changes its state. */
export function notificationOf(
  cloud: Cloud,
  alarm: MetricAlarm | CompositeAlarm,
  previous: AlarmStateRecord,
  {
    refer,
    contributor,
  }: {
    readonly refer: (name: string) => AlarmRecord | undefined;
    /** The time series that changed, of an alarm on several. */
    readonly contributor: AlarmingContributor | undefined;
  },
): object {
  const tags = propagatedTags(alarm.tags, alarm.input.ActionConfiguration?.AlarmTagsPropagation);
  return {
    ...messageBeginning(cloud, alarm, previous),
    ...(tags && { AlarmTags: tags, AlarmTagsStatus: "SUCCESS" }),
    // As log alarms have them; what an alarm on metrics sends for a time series is not documented.
    ...contributorMembers(contributor),
    ...(alarm.type === "MetricAlarm"
      ? { Trigger: triggerOf(alarm.input) }
      : {
          AlarmRule: alarm.input.AlarmRule,
          TriggeringChildren: referencedAlarms(alarm.input.AlarmRule)
            .map(refer)
            .filter((child) => child?.state.value === "ALARM")
            .map((child) => ({
              Arn: child!.arn,
              State: { Value: child!.state.value, Timestamp: longDate(child!.state.time) },
            })),
        }),
  };
}

function triggerOf(input: MetricAlarmInput): object {
  const rest = {
    Period: periodOf({ input }),
    EvaluationPeriods: input.EvaluationPeriods,
    ...(input.DatapointsToAlarm !== undefined && { DatapointsToAlarm: input.DatapointsToAlarm }),
    ComparisonOperator: input.ComparisonOperator,
    ...(input.Threshold !== undefined && { Threshold: input.Threshold }),
    ...(input.ThresholdMetricId !== undefined && { ThresholdMetricId: input.ThresholdMetricId }),
    TreatMissingData: input.TreatMissingData ?? "missing",
    EvaluateLowSampleCountPercentile: input.EvaluateLowSampleCountPercentile ?? "",
  };
  if (input.Metrics) return { ...rest, Metrics: input.Metrics.map(queryOf) };
  return {
    MetricName: input.MetricName,
    Namespace: input.Namespace,
    ...(input.Statistic === undefined
      ? { StatisticType: "ExtendedStatistic", ExtendedStatistic: input.ExtendedStatistic }
      : { StatisticType: "Statistic", Statistic: STATISTICS[input.Statistic] }),
    Unit: input.Unit ?? null,
    Dimensions: (input.Dimensions ?? []).map(lowerCase),
    ...rest,
  };
}

function queryOf({ Id, Expression, Label, MetricStat, ReturnData = true, Period }: MetricDataQuery): object {
  return {
    ...(Expression !== undefined && { Expression }),
    Id,
    ...(Label !== undefined && { Label }),
    ...(MetricStat && {
      MetricStat: {
        Metric: {
          Dimensions: (MetricStat.Metric.Dimensions ?? []).map(lowerCase),
          MetricName: MetricStat.Metric.MetricName,
          Namespace: MetricStat.Metric.Namespace,
        },
        Period: MetricStat.Period,
        Stat: MetricStat.Stat,
        ...(MetricStat.Unit !== undefined && { Unit: MetricStat.Unit }),
      },
    }),
    ...(Period !== undefined && { Period }),
    ReturnData,
  };
}

function lowerCase({ Name, Value }: Dimension): object {
  return { value: Value, name: Name };
}

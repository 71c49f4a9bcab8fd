import { randomUUID } from "node:crypto";
import { longDate, propagatedTags } from "cumulog/semantics";
import type { Cloud } from "#kernel/cloud.ts";
import type { AlarmingContributor, AlarmRecord, AlarmStateRecord, LogAlarm } from "./alarm.ts";
import { dimensionRecord } from "./validation.ts";

/** The event that a function gets as an alarm's action. */
export function lambdaEventOf(
  { accountId, region }: Cloud,
  alarm: AlarmRecord,
  previous: AlarmStateRecord,
  contributor?: AlarmingContributor,
): object {
  return {
    source: "aws.cloudwatch",
    alarmArn: alarm.arn,
    accountId,
    time: longDate(alarm.state.time),
    region,
    alarmData: detailOf(alarm, previous, contributor),
  };
}

/** What events about an alarm's state say, to functions and on the event bus. */
export function detailOf(
  alarm: AlarmRecord,
  previous: AlarmStateRecord,
  contributor: AlarmingContributor | undefined,
): object {
  const tags = propagatedTags(alarm.tags, alarm.input.ActionConfiguration?.AlarmTagsPropagation);
  return {
    alarmName: alarm.name,
    ...(contributor
      ? {
          alarmContributor: { id: contributor.id, attributes: contributor.attributes },
          state: stateOf({ ...alarm.state, reasonData: undefined }),
        }
      : {
          state: {
            ...stateOf(alarm.state),
            ...(alarm.evaluationState !== undefined && { evaluationState: alarm.evaluationState }),
          },
          previousState: stateOf(previous),
        }),
    configuration: configurationOf(alarm),
    // How functions get the tags is not documented; the names of the two members are.
    ...(tags && {
      alarmTags: tags.map(({ Key, Value }) => ({ key: Key, value: Value })),
      alarmTagsStatus: "SUCCESS",
    }),
  };
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html */
export function configurationOf(alarm: AlarmRecord): object {
  const description = alarm.input.AlarmDescription !== undefined && {
    description: alarm.input.AlarmDescription,
  };
  switch (alarm.type) {
    case "MetricAlarm":
      return { ...description, metrics: metricsOf(alarm.input) };
    case "CompositeAlarm": {
      const { AlarmRule, ActionsSuppressor, ActionsSuppressorWaitPeriod, ActionsSuppressorExtensionPeriod } =
        alarm.input;
      return {
        ...description,
        alarmRule: AlarmRule,
        ...(ActionsSuppressor !== undefined && {
          actionsSuppressor: ActionsSuppressor,
          actionsSuppressorWaitPeriod: ActionsSuppressorWaitPeriod,
          actionsSuppressorExtensionPeriod: ActionsSuppressorExtensionPeriod,
        }),
      };
    }
    case "LogAlarm":
      return { ...description, ...logConfigurationOf(alarm) };
  }
}

/** Flat, and without the members about log lines, which functions do not get. */
function logConfigurationOf({ input, name, actionsEnabled, updated }: LogAlarm): object {
  const query = input.ScheduledQueryConfiguration;
  const { ScheduleExpression, StartTimeOffset, EndTimeOffset = 0 } = query.ScheduleConfiguration;
  return {
    logGroupIdentifiers: query.LogGroupIdentifiers ?? [],
    queryString: query.QueryString,
    aggregationExpression: query.AggregationExpression,
    scheduledQueryRoleARN: query.ScheduledQueryRoleARN,
    schedule: {
      expression: ScheduleExpression,
      startTimeOffset: StartTimeOffset,
      endTimeOffset: EndTimeOffset,
    },
    threshold: input.Threshold,
    comparisonOperator: input.ComparisonOperator,
    treatMissingData: input.TreatMissingData ?? "missing",
    queryResultsToEvaluate: input.QueryResultsToEvaluate,
    queryResultsToAlarm: input.QueryResultsToAlarm,
    alarmName: name,
    actionsEnabled,
    timestamp: longDate(updated),
    okActions: input.OKActions ?? [],
    alarmActions: input.AlarmActions ?? [],
    insufficientDataActions: input.InsufficientDataActions ?? [],
  };
}

function stateOf({ value, reason, reasonData, time }: AlarmStateRecord): object {
  return { value, reason, ...(reasonData && { reasonData }), timestamp: longDate(time) };
}

function metricsOf(input: Extract<AlarmRecord, { type: "MetricAlarm" }>["input"]): object[] {
  if (!input.Metrics)
    return [
      {
        id: randomUUID(),
        metricStat: {
          metric: {
            namespace: input.Namespace,
            name: input.MetricName,
            dimensions: dimensionRecord(input.Dimensions),
          },
          period: input.Period,
          stat: input.Statistic ?? input.ExtendedStatistic,
        },
        returnData: true,
      },
    ];
  return input.Metrics.map(({ Id, Expression, Label, MetricStat, Period, ReturnData = true }) => ({
    id: Id,
    ...(Expression !== undefined && { expression: Expression }),
    ...(Label !== undefined && { label: Label }),
    ...(MetricStat && {
      metricStat: {
        metric: {
          namespace: MetricStat.Metric.Namespace,
          name: MetricStat.Metric.MetricName,
          dimensions: dimensionRecord(MetricStat.Metric.Dimensions),
        },
        period: MetricStat.Period,
        stat: MetricStat.Stat,
      },
    }),
    returnData: ReturnData,
    ...(Period !== undefined && { period: Period }),
  }));
}

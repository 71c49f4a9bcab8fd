import { randomUUID } from "node:crypto";
import { longDate } from "cumulog/semantics";
import type { Cloud } from "../../kernel/cloud.ts";
import type { AlarmRecord, AlarmStateRecord } from "./alarm.ts";
import { dimensionRecord } from "./validation.ts";

/** The event that a function gets as an alarm's action. */
export function lambdaEventOf(
  { accountId, region }: Cloud,
  alarm: AlarmRecord,
  previous: AlarmStateRecord,
): object {
  return {
    source: "aws.cloudwatch",
    alarmArn: alarm.arn,
    accountId,
    time: longDate(alarm.state.time),
    region,
    alarmData: detailOf(alarm, previous),
  };
}

function detailOf(alarm: AlarmRecord, previous: AlarmStateRecord): object {
  return {
    alarmName: alarm.name,
    state: stateOf(alarm.state),
    previousState: stateOf(previous),
    configuration: {
      ...(alarm.input.AlarmDescription !== undefined && { description: alarm.input.AlarmDescription }),
      ...(alarm.type === "CompositeAlarm"
        ? {
            alarmRule: alarm.input.AlarmRule,
            ...(alarm.input.ActionsSuppressor !== undefined && {
              actionsSuppressor: alarm.input.ActionsSuppressor,
              actionsSuppressorWaitPeriod: alarm.input.ActionsSuppressorWaitPeriod,
              actionsSuppressorExtensionPeriod: alarm.input.ActionsSuppressorExtensionPeriod,
            }),
          }
        : { metrics: metricsOf(alarm.input) }),
    },
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
  return input.Metrics.map(({ Id, Expression, Label, MetricStat, ReturnData = true }) => ({
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
  }));
}

import type { MetricFilterDefinition, MetricName } from "../signal.ts";

/** What the resources of a signal are called. */
export interface SignalNames {
  /** Of the metrics, and of the alarm unless that has a name of its own. */
  readonly name: string;
  /** @default `name` */
  readonly alarmName?: string;
  readonly logGroupName: string;
  /** @default "Cumulog" */
  readonly namespace?: string;
}

export const alarmNameOf = ({ name, alarmName = name }: SignalNames): string => alarmName;

/** Where the metrics of signals go, unless somebody says otherwise. */
export const DEFAULT_NAMESPACE = "Cumulog";

/** The metric of a signal, or one of several. */
export function metricOf({ name, namespace = DEFAULT_NAMESPACE }: SignalNames, part?: string): MetricName {
  return { Namespace: namespace, MetricName: part === undefined ? name : `${name}-${part}` };
}

/**
 * A filter that counts events. A minute with events of which none matches counts as 0, so that the metric tells silence from
 * good news. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringLogData.html
 */
export function countingFilter(metric: MetricName, filterPattern: string): MetricFilterDefinition {
  return {
    filterName: metric.MetricName,
    filterPattern,
    metricTransformations: [
      {
        metricNamespace: metric.Namespace,
        metricName: metric.MetricName,
        metricValue: "1",
        unit: "Count",
        defaultValue: 0,
      },
    ],
  };
}

/** How a statistic stands in PutMetricAlarm. */
export function statisticMembers(
  statistic: string,
): { readonly Statistic: string } | { readonly ExtendedStatistic: string } {
  return ["SampleCount", "Average", "Sum", "Minimum", "Maximum"].includes(statistic)
    ? { Statistic: statistic }
    : { ExtendedStatistic: statistic };
}

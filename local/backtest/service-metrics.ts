import type { MetricAlarmInput } from "../services/cloudwatch/alarm.ts";
import type { AlarmInput, AlarmSet, FilterDefinition } from "./alarm-definition.ts";

type Metric = { readonly Namespace?: string; readonly MetricName?: string; readonly Dimensions?: unknown };

/**
 * Gives alarms on CloudWatch Logs' own metric IncomingLogEvents a filter that counts every event of the group, since no log service
 * runs in a backtest that would publish it.
 *
 * @param groupOf the group of the history that a dimension's value stands for; undefined for any
 */
export function withServiceMetrics(
  { filters, alarms, ...rest }: AlarmSet,
  groupOf: (logGroupName: string) => string | undefined = (name) => name,
): AlarmSet {
  const counted = new Map<string, FilterDefinition>();
  const replaced = <Of extends Metric>(metric: Of): Of => {
    const group = incomingEventsOf(metric);
    if (group === undefined) return metric;
    const metricName = `IncomingLogEvents of ${group}`;
    const logGroupName = groupOf(group);
    counted.set(group, {
      filterName: metricName,
      filterPattern: "",
      metricTransformations: [{ metricNamespace: "AWS/Logs", metricName, metricValue: "1" }],
      ...(logGroupName !== undefined && { logGroupName }),
    });
    const { Dimensions: _dimensions, ...others } = metric;
    return { ...others, MetricName: metricName } as unknown as Of;
  };
  const all = alarms.map((alarm) => {
    const { Metrics } = alarm as unknown as MetricAlarmInput;
    const own = replaced(alarm as unknown as Metric) as unknown as AlarmInput;
    if (!Metrics) return own;
    return {
      ...own,
      Metrics: Metrics.map((query) =>
        query.MetricStat?.Metric
          ? { ...query, MetricStat: { ...query.MetricStat, Metric: replaced(query.MetricStat.Metric) } }
          : query,
      ),
    };
  });
  return { ...rest, filters: [...filters, ...counted.values()], alarms: all };
}

function incomingEventsOf({ Namespace, MetricName, Dimensions }: Metric): string | undefined {
  if (Namespace !== "AWS/Logs" || MetricName !== "IncomingLogEvents") return undefined;
  const list = (Dimensions ?? []) as readonly { readonly Name?: string; readonly Value?: string }[];
  return list.find(({ Name }) => Name === "LogGroupName")?.Value;
}

import { Aws } from "aws-cdk-lib";
import type { SignalResources } from "cumulog/signals";

/** Field of an event that CloudWatch Logs adds itself, and that may be a dimension of a filter's metric. */
export type SystemField = "@aws.account" | "@aws.region";

interface WithDimensions {
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
}

/** A signal's alarms on the metrics of the stack's own account and Region. */
export function withSystemFields(made: SignalResources, fields: readonly SystemField[]): SignalResources {
  if (fields.length === 0) return made;
  const own = fields.map((Name) => ({
    Name,
    Value: Name === "@aws.account" ? Aws.ACCOUNT_ID : Aws.REGION,
  }));
  const extended = <Metric extends WithDimensions>(metric: Metric): Metric => ({
    ...metric,
    Dimensions: [...(metric.Dimensions ?? []), ...own],
  });
  return {
    ...made,
    metricAlarms: made.metricAlarms.map((alarm) =>
      alarm.Metrics
        ? {
            ...alarm,
            Metrics: alarm.Metrics.map((query) =>
              query.MetricStat
                ? { ...query, MetricStat: { ...query.MetricStat, Metric: extended(query.MetricStat.Metric) } }
                : query,
            ),
          }
        : extended(alarm),
    ),
  };
}

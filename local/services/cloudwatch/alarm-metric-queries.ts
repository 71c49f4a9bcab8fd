/** One metric or expression of GetMetricData. */
export interface ChartQuery {
  readonly Id: string;
  readonly MetricStat?: {
    readonly Metric: {
      readonly Namespace: string;
      readonly MetricName: string;
      readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
    };
    readonly Period: number;
    readonly Stat: string;
  };
  readonly Expression?: string;
  readonly Label?: string;
  readonly ReturnData?: boolean;
  readonly Period?: number;
}

/** What is read of a metric alarm. */
export interface ChartedAlarm {
  readonly Metrics?: readonly ChartQuery[];
  readonly ThresholdMetricId?: string;
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
  readonly Statistic?: string;
  readonly ExtendedStatistic?: string;
}

/** The queries that draw what an alarm looks at; none for a composite alarm. */
export function queriesOf(alarm: ChartedAlarm, period: number): readonly ChartQuery[] {
  if (alarm.Metrics?.length)
    return alarm.Metrics.map((query) => ({
      ...query,
      ReturnData: query.Id === alarm.ThresholdMetricId || query.ReturnData !== false,
      ...(query.MetricStat && { MetricStat: { ...query.MetricStat, Period: period } }),
      ...(query.Period !== undefined && { Period: period }),
    }));
  const { Namespace, MetricName, Dimensions = [], Statistic, ExtendedStatistic } = alarm;
  if (Namespace === undefined || MetricName === undefined) return [];
  const Stat = Statistic ?? ExtendedStatistic ?? "Average";
  return [{ Id: "m1", MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period: period, Stat } }];
}

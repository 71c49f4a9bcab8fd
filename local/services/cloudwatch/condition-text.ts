/** What is read of an alarm as its API describes it: a metric alarm, a composite or a log alarm. */
export interface DescribedAlarm {
  readonly AlarmRule?: string | undefined;
  readonly ScheduledQueryConfiguration?: { readonly AggregationExpression: string } | undefined;
  readonly QueryResultsToEvaluate?: number | undefined;
  readonly QueryResultsToAlarm?: number | undefined;
  readonly MetricName?: string | undefined;
  readonly Statistic?: string | undefined;
  readonly ExtendedStatistic?: string | undefined;
  readonly Period?: number | undefined;
  readonly EvaluationPeriods?: number | undefined;
  readonly DatapointsToAlarm?: number | undefined;
  readonly Threshold?: number | undefined;
  readonly ThresholdMetricId?: string | undefined;
  readonly ComparisonOperator?: string | undefined;
  readonly Metrics?:
    | readonly {
        readonly Id: string;
        readonly Label?: string | undefined;
        readonly Expression?: string | undefined;
        readonly ReturnData?: boolean | undefined;
        readonly Period?: number | undefined;
        readonly MetricStat?:
          | {
              readonly Metric: { readonly MetricName?: string | undefined };
              readonly Stat: string;
              readonly Period: number;
            }
          | undefined;
      }[]
    | undefined;
}

const COMPARISONS: Readonly<Record<string, string>> = {
  GreaterThanThreshold: ">",
  GreaterThanOrEqualToThreshold: "≥",
  LessThanThreshold: "<",
  LessThanOrEqualToThreshold: "≤",
  LessThanLowerOrGreaterThanUpperThreshold: "outside the band of",
  LessThanLowerThreshold: "below the band of",
  GreaterThanUpperThreshold: "above the band of",
};

/** `Sum of Errors > 5 in 2 of 3 periods of 1 min`, `count(*) > 5 in 2 of 3 query results`, or the rule of a composite alarm. */
export function conditionText(alarm: DescribedAlarm): string {
  if (alarm.AlarmRule !== undefined) return alarm.AlarmRule;
  if (alarm.ScheduledQueryConfiguration !== undefined) {
    const { QueryResultsToEvaluate: results = 1, QueryResultsToAlarm: needed = results } = alarm;
    return [
      alarm.ScheduledQueryConfiguration.AggregationExpression,
      COMPARISONS[alarm.ComparisonOperator ?? ""] ?? alarm.ComparisonOperator,
      alarm.Threshold,
      results === 1 ? "in a query result" : `in ${needed} of ${results} query results`,
    ].join(" ");
  }
  const query = alarm.Metrics?.find(
    ({ ReturnData, Id }) => ReturnData !== false && Id !== alarm.ThresholdMetricId,
  );
  const stat = alarm.Statistic ?? alarm.ExtendedStatistic ?? query?.MetricStat?.Stat;
  const name =
    alarm.MetricName ?? query?.Label ?? query?.MetricStat?.Metric.MetricName ?? query?.Expression ?? "metric";
  const periods = alarm.EvaluationPeriods ?? 1;
  const needed = alarm.DatapointsToAlarm ?? periods;
  const seconds = alarm.Period ?? longestPeriod(alarm);
  const length = seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
  const limit = alarm.Threshold ?? "";
  return [
    stat === undefined ? name : `${stat} of ${name}`,
    COMPARISONS[alarm.ComparisonOperator ?? ""] ?? alarm.ComparisonOperator,
    limit === "" ? "expected values" : limit,
    periods === 1 ? `in ${length}` : `in ${needed} of ${periods} periods of ${length}`,
  ].join(" ");
}

/** Seconds of one evaluation period: the longest, where several metrics are looked at. */
export function longestPeriod(alarm: DescribedAlarm): number {
  if (alarm.Period !== undefined) return alarm.Period;
  const periods = (alarm.Metrics ?? []).flatMap(
    ({ MetricStat, Period }) => MetricStat?.Period ?? Period ?? [],
  );
  return periods.length > 0 ? Math.max(...periods) : 60;
}

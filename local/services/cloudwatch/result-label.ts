import type { MetricDataQuery } from "./metric-data-query.ts";

/** Makes the labels of a call's metrics: the metric's name, with what else tells the queries apart. */
export function labelMaker(queries: readonly MetricDataQuery[]): (query: MetricDataQuery) => string {
  const stats = queries.flatMap(({ MetricStat }) => (MetricStat ? [MetricStat] : []));
  const severalStats = new Set(stats.map(({ Stat }) => Stat)).size > 1;
  const severalPeriods = new Set(stats.map(({ Period }) => Period)).size > 1;
  return ({ Id, Label, MetricStat }) => {
    if (Label !== undefined) return Label;
    if (!MetricStat) return Id;
    const { Metric, Stat, Period } = MetricStat;
    return [Metric.MetricName, severalStats && Stat, severalPeriods && Period].filter(Boolean).join(" ");
  };
}

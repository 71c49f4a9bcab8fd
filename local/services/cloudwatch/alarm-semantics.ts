import type { Alarm } from "cumulog/semantics";
import { evaluationInterval } from "cumulog/semantics";
import type { MetricAlarm } from "./alarm.ts";
import type { MetricDataQuery } from "./metric-data-query.ts";

/** The alarm in the terms of the rules. */
export function semanticsOf({ input }: MetricAlarm): Alarm {
  const main = input.Metrics?.find(({ ReturnData = true }) => ReturnData)?.MetricStat;
  return {
    comparisonOperator: input.ComparisonOperator as Alarm["comparisonOperator"],
    threshold: input.Threshold,
    evaluationPeriods: input.EvaluationPeriods,
    datapointsToAlarm: input.DatapointsToAlarm,
    treatMissingData: input.TreatMissingData as Alarm["treatMissingData"],
    period: periodOf({ input }),
    statistic: input.Statistic,
    extendedStatistic: input.ExtendedStatistic,
    evaluateLowSampleCountPercentile:
      input.EvaluateLowSampleCountPercentile as Alarm["evaluateLowSampleCountPercentile"],
    unit: input.Unit,
    namespace: input.Namespace ?? main?.Metric.Namespace,
    metricName: input.MetricName ?? main?.Metric.MetricName,
  };
}

/** The metric or expression that an alarm on several compares with its threshold. */
export function returnedQuery({
  Metrics = [],
  ThresholdMetricId,
}: Pick<MetricAlarm["input"], "Metrics" | "ThresholdMetricId">): MetricDataQuery | undefined {
  return Metrics.find(({ Id, ReturnData = true }) => ReturnData && Id !== ThresholdMetricId);
}

/** Seconds. An alarm on metrics math takes the longest period among them. */
export function periodOf({ input }: Pick<MetricAlarm, "input">): number {
  if (input.Period !== undefined) return input.Period;
  const periods = (input.Metrics ?? []).map(({ Period, MetricStat }) => Period ?? MetricStat?.Period ?? 0);
  return Math.max(...periods) || 60;
}

/** Seconds between two evaluations. */
export function intervalOf(alarm: MetricAlarm): number {
  return evaluationInterval({ evaluationPeriods: alarm.input.EvaluationPeriods, period: periodOf(alarm) });
}

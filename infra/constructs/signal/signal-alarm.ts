import { Duration } from "aws-cdk-lib";
import {
  Alarm,
  AnomalyDetectionAlarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  type TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import type { Construct } from "constructs";
import type { MetricAlarmDefinition, MetricDataQueryDefinition, MetricName } from "cumulog/signals";

const OPERATORS: Readonly<Record<string, ComparisonOperator>> = {
  GreaterThanThreshold: ComparisonOperator.GREATER_THAN_THRESHOLD,
  GreaterThanOrEqualToThreshold: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
  LessThanThreshold: ComparisonOperator.LESS_THAN_THRESHOLD,
  LessThanOrEqualToThreshold: ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD,
  GreaterThanUpperThreshold: ComparisonOperator.GREATER_THAN_UPPER_THRESHOLD,
  LessThanLowerThreshold: ComparisonOperator.LESS_THAN_LOWER_THRESHOLD,
  LessThanLowerOrGreaterThanUpperThreshold:
    ComparisonOperator.LESS_THAN_LOWER_OR_GREATER_THAN_UPPER_THRESHOLD,
};
const BAND = /^ANOMALY_DETECTION_BAND\(\w+, ([\d.]+)\)$/;

/** The alarm of a signal as a construct. The enumeration of missing data has CloudWatch's own words. */
export function signalAlarm(
  scope: Construct,
  id: string,
  definition: MetricAlarmDefinition,
  {
    alarmDescription,
    missingData,
  }: { readonly alarmDescription: string; readonly missingData?: TreatMissingData | undefined },
): Alarm {
  const metric = alarmMetric(definition);
  const props = {
    metric,
    alarmName: definition.AlarmName,
    alarmDescription,
    comparisonOperator: OPERATORS[definition.ComparisonOperator]!,
    evaluationPeriods: definition.EvaluationPeriods,
    datapointsToAlarm: definition.DatapointsToAlarm,
    treatMissingData: missingData ?? (definition.TreatMissingData as TreatMissingData),
  };
  const band = definition.Metrics?.map(({ Expression = "" }) => BAND.exec(Expression)?.[1]).find(Boolean);
  return band === undefined
    ? new Alarm(scope, id, { ...props, threshold: definition.Threshold! })
    : new AnomalyDetectionAlarm(scope, id, { ...props, stdDevs: Number(band) });
}

/** What an alarm looks at: a metric, or an expression over some. */
export function alarmMetric({
  Metrics,
  Period,
  Statistic,
  ExtendedStatistic,
  ...name
}: MetricAlarmDefinition): IMetric {
  if (!Metrics) return metricOf(name as MetricName, Period!, (Statistic ?? ExtendedStatistic)!);
  const stats = Metrics.filter(({ MetricStat }) => MetricStat !== undefined);
  const expression = Metrics.find(({ Expression = "" }) => Expression !== "" && !BAND.test(Expression));
  if (!expression) return statOf(stats[0]!);
  return new MathExpression({
    expression: expression.Expression!,
    label: expression.Label!,
    usingMetrics: Object.fromEntries(stats.map((query) => [query.Id, statOf(query)])),
    period: Duration.seconds(stats[0]!.MetricStat!.Period),
  });
}

function statOf({ MetricStat }: MetricDataQueryDefinition): Metric {
  const { Metric: name, Period, Stat } = MetricStat!;
  return metricOf(name, Period, Stat);
}

function metricOf(
  { Namespace, MetricName, Dimensions = [] }: MetricName,
  period: number,
  statistic: string,
): Metric {
  return new Metric({
    namespace: Namespace,
    metricName: MetricName,
    period: Duration.seconds(period),
    statistic,
    dimensionsMap: Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value])),
  });
}

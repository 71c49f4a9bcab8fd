import type {
  CountSignal,
  MetricAlarmDefinition,
  MetricFilterDefinition,
  MetricName,
  SignalResources,
  ValueSignal,
} from "../signal.ts";
import { alarmNameOf, countingFilter, metricOf, type SignalNames, statisticMembers } from "./names.ts";

/** A metric filter and an alarm on its metric, and the same by dimensions where they are asked for. */
export function countResources(signal: CountSignal | ValueSignal, names: SignalNames): SignalResources {
  const metric = metricOf(names);
  const statistic = signal.kind === "count" ? "Sum" : signal.statistic;
  const alarm = (AlarmName: string, of: MetricName): MetricAlarmDefinition => ({
    AlarmName,
    ...of,
    ...statisticMembers(statistic),
    Period: signal.within,
    Threshold: signal.threshold,
    ComparisonOperator: signal.comparison,
    EvaluationPeriods: signal.windows.of,
    DatapointsToAlarm: signal.windows.over,
    // Too few is what no event at all is, too.
    TreatMissingData:
      signal.kind === "count" && signal.comparison.startsWith("Less") ? "breaching" : "notBreaching",
  });
  const byDimensions = dimensionMetric(signal, names);
  const dimensionAlarms = byDimensions
    ? signal.alarmFor.map((values) =>
        alarm(
          `${names.name}-${Object.values(values)
            .join("-")
            .replaceAll(/[^\w-]+/g, "-")}`,
          {
            ...byDimensions.metric,
            Dimensions: Object.entries(values).map(([Name, Value]) => ({ Name, Value })),
          },
        ),
      )
    : [];
  const own = signal.kind === "count" ? countingFilter(metric, signal.pattern) : valueFilter(metric, signal);
  return {
    metricFilters: [own, ...(byDimensions ? [byDimensions.filter] : [])],
    metricAlarms: [alarm(alarmNameOf(names), metric), ...dimensionAlarms],
    compositeAlarms: [],
    logAlarms: [],
    reporting: [alarmNameOf(names), ...dimensionAlarms.map(({ AlarmName }) => AlarmName)],
    reason:
      signal.kind === "count"
        ? "a metric filter counts the events; an alarm on its metric is the cheapest"
        : "a metric filter takes the number out of each event; an alarm on its metric has every statistic",
  };
}

/** A filter that takes a number out of each event. */
export function valueFilter(
  metric: MetricName,
  { pattern, selector, unit }: Pick<ValueSignal, "pattern" | "selector" | "unit">,
): MetricFilterDefinition {
  return {
    filterName: metric.MetricName,
    filterPattern: pattern,
    metricTransformations: [
      {
        metricNamespace: metric.Namespace,
        metricName: metric.MetricName,
        metricValue: selector,
        ...(unit !== "None" && { unit }),
      },
    ],
  };
}

/** A filter with dimensions has no default value. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_MetricTransformation.html */
function dimensionMetric(
  signal: CountSignal | ValueSignal,
  names: SignalNames,
): { readonly metric: MetricName; readonly filter: MetricFilterDefinition } | undefined {
  const keys = Object.keys(signal.dimensions);
  if (keys.length === 0) return undefined;
  const metric = metricOf({ ...names, name: `${names.name}By${keys.join("And")}` });
  return {
    metric,
    filter: {
      filterName: metric.MetricName,
      filterPattern: signal.pattern,
      metricTransformations: [
        {
          metricNamespace: metric.Namespace,
          metricName: metric.MetricName,
          metricValue: signal.kind === "count" ? "1" : signal.selector,
          dimensions: signal.dimensions,
          ...(signal.kind === "value" && signal.unit !== "None" && { unit: signal.unit }),
        },
      ],
    },
  };
}

import type { Comparison, SignalResources, UnusualSignal } from "../signal.ts";
import { valueFilter } from "./count.ts";
import { alarmNameOf, countingFilter, metricOf, type SignalNames } from "./names.ts";

const OUTSIDE: Readonly<Record<UnusualSignal["direction"], string>> = {
  above: "GreaterThanUpperThreshold",
  below: "LessThanLowerThreshold",
  both: "LessThanLowerOrGreaterThanUpperThreshold",
};

/** An alarm on the band of a metric. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Anomaly_Detection.html */
export function unusualResources(signal: UnusualSignal, names: SignalNames): SignalResources {
  const metric = metricOf(names);
  const { pattern, selector, unit, statistic, within, width, windows } = signal;
  return {
    metricFilters: [
      selector === undefined
        ? countingFilter(metric, pattern)
        : valueFilter(metric, { pattern, selector, unit }),
    ],
    metricAlarms: [
      {
        AlarmName: alarmNameOf(names),
        Metrics: [
          {
            Id: "value",
            MetricStat: { Metric: metric, Period: within, Stat: statistic },
            ReturnData: true,
          },
          {
            Id: "band",
            Expression: `ANOMALY_DETECTION_BAND(value, ${width})`,
            Label: "usual",
            ReturnData: true,
          },
        ],
        ThresholdMetricId: "band",
        ComparisonOperator: OUTSIDE[signal.direction] as Comparison,
        EvaluationPeriods: windows.of,
        DatapointsToAlarm: windows.over,
        TreatMissingData: "notBreaching",
      },
    ],
    compositeAlarms: [],
    logAlarms: [],
    reporting: [alarmNameOf(names)],
    reason: "an anomaly detection band learns what is usual at this time; its alarm costs as much as three",
  };
}

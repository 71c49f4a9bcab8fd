import type { MetricFilterDefinition, MetricName, SignalResources, SilenceSignal } from "../signal.ts";
import { alarmNameOf, countingFilter, metricOf, type SignalNames } from "./names.ts";

const MINUTE_SECONDS = 60;

/**
 * An alarm that goes off when every minute of the time was empty. Gaps are filled with 0 before they are judged: left missing, an
 * alarm would look further back than it was asked to and go off late.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export function silenceResources({ pattern, within }: SilenceSignal, names: SignalNames): SignalResources {
  const all = pattern === "";
  const metric = all ? incomingEvents(names.logGroupName) : metricOf(names);
  const minutes = within / MINUTE_SECONDS;
  const metricFilters: MetricFilterDefinition[] = all ? [] : [countingFilter(metric, pattern)];
  return {
    metricFilters,
    metricAlarms: [
      {
        AlarmName: alarmNameOf(names),
        Metrics: [
          {
            Id: "events",
            MetricStat: { Metric: metric, Period: MINUTE_SECONDS, Stat: "Sum" },
            ReturnData: false,
          },
          { Id: "filled", Expression: "FILL(events, 0)", Label: "events", ReturnData: true },
        ],
        Threshold: 1,
        ComparisonOperator: "LessThanThreshold",
        EvaluationPeriods: minutes,
        DatapointsToAlarm: minutes,
        TreatMissingData: "breaching",
      },
    ],
    compositeAlarms: [],
    logAlarms: [],
    reporting: [alarmNameOf(names)],
    reason: all
      ? "the group's own metric IncomingLogEvents costs nothing; only the alarm does"
      : "a metric filter counts the events; an alarm watches for empty minutes",
  };
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Monitoring-CloudWatch-Metrics.html */
export function incomingEvents(logGroupName: string): MetricName {
  return {
    Namespace: "AWS/Logs",
    MetricName: "IncomingLogEvents",
    Dimensions: [{ Name: "LogGroupName", Value: logGroupName }],
  };
}

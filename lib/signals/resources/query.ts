import type { QuerySignal, SignalResources } from "../signal.ts";
import { alarmNameOf, type SignalNames } from "./names.ts";

/** A log alarm. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutLogAlarm.html */
export function queryResources(signal: QuerySignal, names: SignalNames): SignalResources {
  const minutes = signal.within / 60;
  return {
    metricFilters: [],
    metricAlarms: [],
    compositeAlarms: [],
    logAlarms: [
      {
        AlarmName: alarmNameOf(names),
        ScheduledQueryConfiguration: {
          QueryString: signal.query,
          LogGroupIdentifiers: [names.logGroupName],
          AggregationExpression: signal.aggregation,
          ScheduleConfiguration: {
            ScheduleExpression: `rate(${minutes} ${minutes === 1 ? "minute" : "minutes"})`,
            StartTimeOffset: signal.within,
          },
        },
        QueryResultsToEvaluate: signal.windows.of,
        QueryResultsToAlarm: signal.windows.over,
        Threshold: signal.threshold,
        ComparisonOperator: signal.comparison,
        TreatMissingData: "notBreaching",
        ...(signal.lines > 0 && { ActionLogLineCount: signal.lines }),
      },
    ],
    reporting: [alarmNameOf(names)],
    reason: "a log alarm runs the query on a schedule; it costs by the data that it scans",
  };
}

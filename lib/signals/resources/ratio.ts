import type { RatioSignal, SignalResources } from "../signal.ts";
import { alarmNameOf, countingFilter, metricOf, type SignalNames } from "./names.ts";
import { shareQueries } from "./share.ts";

/** Two metric filters and an alarm on the percentage that they make. */
export function ratioResources(signal: RatioSignal, names: SignalNames): SignalResources {
  const of = metricOf(names, "matching");
  const to = metricOf(names, "all");
  return {
    metricFilters: [countingFilter(of, signal.of), countingFilter(to, signal.to)],
    metricAlarms: [
      {
        AlarmName: alarmNameOf(names),
        Metrics: shareQueries({ of, to }, signal.within, {
          label: "per cent",
          // A quiet window says nothing: one failure of two requests is no outage.
          expression: `IF(to >= ${signal.minimum}, 100 * of / to, 0)`,
        }),
        Threshold: signal.threshold,
        ComparisonOperator: signal.comparison,
        EvaluationPeriods: signal.windows.of,
        DatapointsToAlarm: signal.windows.over,
        TreatMissingData: "notBreaching",
      },
    ],
    compositeAlarms: [],
    logAlarms: [],
    reporting: [alarmNameOf(names)],
    reason:
      "two metric filters count; an alarm on metric math compares them, which costs as much as two alarms",
  };
}

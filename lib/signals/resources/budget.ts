import type { BudgetSignal, BurnRate, MetricAlarmDefinition, SignalResources } from "../signal.ts";
import { alarmNameOf, countingFilter, metricOf, type SignalNames } from "./names.ts";
import { shareQueries } from "./share.ts";

/**
 * Four alarms on how many times too fast the budget burns, and one composite alarm that needs the long and the short window of a
 * rate at once. https://sre.google/workbook/alerting-on-slos/#6-multiwindow-multi-burn-rate-alerts
 */
export function budgetResources(signal: BudgetSignal, names: SignalNames): SignalResources {
  const of = metricOf(names, "failed");
  const to = metricOf(names, "all");
  const alarm = (rate: BurnRate, size: "long" | "short"): MetricAlarmDefinition => ({
    AlarmName: `${alarmNameOf(names)}-${rate.name}-${size}`,
    Metrics: shareQueries({ of, to }, rate[size], {
      label: "burn rate",
      expression: `IF(to >= ${signal.minimum}, of / to / ${signal.allowed}, 0)`,
    }),
    Threshold: rate.factor,
    ComparisonOperator: "GreaterThanThreshold",
    EvaluationPeriods: 1,
    DatapointsToAlarm: 1,
    TreatMissingData: "notBreaching",
  });
  const metricAlarms = signal.rates.flatMap((rate) => [alarm(rate, "long"), alarm(rate, "short")]);
  const both = ({ name }: BurnRate) =>
    `(ALARM("${alarmNameOf(names)}-${name}-long") AND ALARM("${alarmNameOf(names)}-${name}-short"))`;
  return {
    metricFilters: [countingFilter(of, signal.of), countingFilter(to, signal.to)],
    metricAlarms,
    compositeAlarms: [{ AlarmName: alarmNameOf(names), AlarmRule: signal.rates.map(both).join(" OR ") }],
    logAlarms: [],
    reporting: [alarmNameOf(names)],
    reason: "two metric filters count; two burn rates in two windows each make one composite alarm",
  };
}

import {
  ALARM_MAX_METRICS,
  hasSearch,
  isMetricsInsightsQuery,
  METRICS_INSIGHTS_ALARM_MAX_SECONDS,
  parseMetricsInsightsQuery,
} from "cumulog/semantics";
import type { MetricAlarmInput } from "./alarm.ts";
import { returnedQuery } from "./alarm-semantics.ts";
import type { MetricDataQuery } from "./metric-data-query.ts";
import { checkIds, checkQuery, selectQueries } from "./query-checks.ts";
import { validationError } from "./validation.ts";

/** Whether an alarm is on a query of Metrics Insights that is grouped, and so on several time series. */
export function hasSeveralSeries(input: MetricAlarmInput): boolean {
  const { Expression = "" } = returnedQuery(input) ?? {};
  return isMetricsInsightsQuery(Expression) && parseMetricsInsightsQuery(Expression).groupBy.length > 0;
}

/** @throws ServiceError for metrics and expressions that no alarm may have */
export function checkQueries(input: MetricAlarmInput, queries: readonly MetricDataQuery[]): void {
  const single = [
    "MetricName",
    "Namespace",
    "Statistic",
    "ExtendedStatistic",
    "Dimensions",
    "Period",
    "Unit",
  ] as const;
  const given = single.filter((name) => {
    const value = input[name];
    return Array.isArray(value) ? value.length > 0 : value !== undefined;
  });
  if (given.length > 0)
    throw validationError(`Metrics list cannot be specified together with ${given.join(", ")}`);
  checkIds(queries);
  if (queries.every(({ MetricStat, Period }) => !MetricStat && Period === undefined))
    throw validationError("Period must not be null");
  if (queries.some(({ Expression = "" }) => hasSearch(Expression)))
    throw validationError("SEARCH is not supported on Metric Alarms");
  const stats = queries.filter(({ MetricStat }) => MetricStat);
  if (stats.length > ALARM_MAX_METRICS)
    throw validationError(`An alarm may read at most ${ALARM_MAX_METRICS} metrics`);
  for (const query of queries) checkQuery(query);
  const returned = queries.filter(
    ({ Id, ReturnData = true }) => ReturnData && Id !== input.ThresholdMetricId,
  );
  if (returned.length !== 1)
    throw validationError("Exactly one element of the metrics list should return data.");
  if (input.ThresholdMetricId && !queries.some(({ Id }) => Id === input.ThresholdMetricId))
    throw validationError(`ThresholdMetricId ${input.ThresholdMetricId} is not in the metrics list.`);
  checkSelect(queries);
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-data-queries.html#alarm-query-metrics-insights */
function checkSelect(queries: readonly MetricDataQuery[]): void {
  for (const { Id, Expression = "" } of selectQueries(queries)) {
    const { groupBy, orderBy } = parseMetricsInsightsQuery(Expression);
    if (groupBy.length > 0 && !orderBy)
      throw validationError(
        `Error in expression '${Id}': an alarm on a Metrics Insights query with GROUP BY needs ORDER BY as well.`,
      );
  }
}

/**
 * An alarm on a query sees the latest three hours; a clock on the wall takes one more period.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation-window.html#wall-clock-supported-periods
 */
export function checkSelectDuration(input: MetricAlarmInput, period: number): void {
  if (selectQueries(input.Metrics ?? []).length === 0) return;
  const isWallClock = input.EvaluationWindow?.WallClockWindow !== undefined;
  const periods = input.EvaluationPeriods + (isWallClock ? 1 : 0);
  if (period * periods <= METRICS_INSIGHTS_ALARM_MAX_SECONDS) return;
  const factor = isWallClock ? "(EvaluationPeriods + 1)" : "EvaluationPeriods";
  throw validationError(
    `Metrics Insights queries cannot be checked across more than three hours (${factor} * Period must be <= ${METRICS_INSIGHTS_ALARM_MAX_SECONDS}).`,
  );
}

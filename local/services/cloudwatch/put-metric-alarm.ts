import {
  ALARM_HIGH_RESOLUTION_PERIODS,
  ALARM_MAX_EVALUATION_SECONDS,
  ALARM_MAX_EVALUATION_SECONDS_HOURLY,
  ALARM_MAX_METRICS,
  MetricMathError,
  parseExpression,
  parseStatistic,
  UnknownStatisticError,
} from "cumulog/semantics";
import type { MetricAlarmInput } from "./alarm.ts";
import { periodOf } from "./alarm-semantics.ts";
import type { MetricDataQuery } from "./metric-data-query.ts";
import {
  checkUnit,
  invalidCombination,
  invalidValue,
  missing,
  readDimensions,
  validationError,
} from "./validation.ts";

export const STATISTICS = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"] as const;
const BAND_OPERATORS = [
  "LessThanLowerOrGreaterThanUpperThreshold",
  "LessThanLowerThreshold",
  "GreaterThanUpperThreshold",
];
/**
 * The rules of PutMetricAlarm.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 *
 * @throws ServiceError
 */
export function checkMetricAlarm(input: MetricAlarmInput): void {
  if (
    input.TreatMissingData &&
    !["breaching", "notBreaching", "ignore", "missing"].includes(input.TreatMissingData)
  )
    throw validationError(
      "Option for missing data must be one of the following values: [breaching, notBreaching, ignore, missing]",
    );
  if (
    input.EvaluateLowSampleCountPercentile &&
    !["evaluate", "ignore"].includes(input.EvaluateLowSampleCountPercentile)
  )
    throw validationError(
      `Option ${input.EvaluateLowSampleCountPercentile} is not supported. Supported options for parameter EvaluateLowSampleCountPercentile are evaluate and ignore.`,
    );
  if (input.EvaluationCriteria)
    throw validationError("The local cloud does not have alarms on PromQL queries (EvaluationCriteria).");
  if (input.EvaluationWindow?.WallClockWindow)
    throw validationError("The local cloud does not have wall-clock windows (EvaluationWindow).");
  if (input.DatapointsToAlarm !== undefined && input.DatapointsToAlarm > input.EvaluationPeriods)
    throw validationError(
      "Datapoints to alarm must be less than or equal to the number of evaluation periods",
    );
  if (input.Metrics?.length) checkQueries(input, input.Metrics);
  else checkSingleMetric(input);
  const banded = BAND_OPERATORS.includes(input.ComparisonOperator);
  if (banded !== (input.ThresholdMetricId !== undefined))
    throw validationError(
      banded
        ? `ThresholdMetricId must be set with the comparison operator ${input.ComparisonOperator}`
        : "ThresholdMetricId is only allowed with the comparison operators of anomaly detection",
    );
  if (banded && input.Threshold !== undefined)
    throw validationError("Threshold must not be set when ThresholdMetricId is");
  if (!banded && input.Threshold === undefined) throw missing("Threshold");
  if (input.Threshold !== undefined && !Number.isFinite(input.Threshold))
    throw invalidValue(`The value ${input.Threshold} for parameter Threshold is invalid.`);
  checkDuration(input);
}

function checkDuration(input: MetricAlarmInput): void {
  const period = periodOf({ input });
  const duration = period * input.EvaluationPeriods;
  const longest = period >= 3_600 ? ALARM_MAX_EVALUATION_SECONDS_HOURLY : ALARM_MAX_EVALUATION_SECONDS;
  if (duration > longest)
    throw validationError(
      `Metrics cannot be checked across more than ${period >= 3_600 ? "seven days" : "a day"} (EvaluationPeriods * Period must be <= ${longest}).`,
    );
}

function checkSingleMetric(input: MetricAlarmInput): void {
  if (input.ThresholdMetricId !== undefined) throw validationError("ThresholdMetricId needs Metrics");
  if (input.MetricName === undefined) throw missing("MetricName");
  if (input.Namespace === undefined) throw missing("Namespace");
  if (input.Period === undefined) throw missing("Period");
  if (input.Statistic !== undefined && input.ExtendedStatistic !== undefined)
    throw invalidCombination("Statistic and ExtendedStatistic cannot be specified together.");
  const statistic = input.Statistic ?? input.ExtendedStatistic;
  if (statistic === undefined) throw missing("Statistic");
  checkStatistic(statistic);
  checkPeriod(input.Period);
  checkUnit(input.Unit);
  readDimensions(input.Dimensions);
}

/** @throws ServiceError for a period that no metric has */
export function checkPeriod(period: number): void {
  const short = (ALARM_HIGH_RESOLUTION_PERIODS as readonly number[]).includes(period);
  if (!short && (period <= 0 || period % 60 !== 0))
    throw validationError("Period must be 10, 20, 30 or a multiple of 60");
}

/** @throws ServiceError for a name that is no statistic */
export function checkStatistic(statistic: string, name = "ExtendedStatistic"): void {
  try {
    parseStatistic(statistic);
  } catch (error) {
    if (error instanceof UnknownStatisticError)
      throw invalidValue(`The value ${statistic} for parameter ${name} is not supported.`);
    throw error;
  }
}

function checkQueries(input: MetricAlarmInput, queries: readonly MetricDataQuery[]): void {
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
}

/** @throws ServiceError for ids that are malformed or given twice */
export function checkIds(queries: readonly MetricDataQuery[]): void {
  const seen = new Set<string>();
  for (const { Id } of queries) {
    if (!/^[a-z]\w{0,254}$/.test(Id ?? ""))
      throw validationError(
        `The value for parameter Id is invalid: ${Id}. It must start with a lowercase letter and contain only letters, digits and underscores.`,
      );
    if (seen.has(Id))
      throw validationError(`The values for parameter id in MetricDataQueries are not unique: ${Id}`);
    seen.add(Id);
  }
}

/** @throws ServiceError for a query that is neither one metric nor one expression */
export function checkQuery({ Id, MetricStat, Expression, Period }: MetricDataQuery, at?: string): void {
  if (at !== undefined && MetricStat === undefined && Expression === undefined)
    throw validationError(`The parameter ${at}.MetricStat is required.\n`);
  if ((MetricStat === undefined) === (Expression === undefined))
    throw validationError(`${Id} must have exactly one of MetricStat and Expression.`);
  if (MetricStat) {
    if (!MetricStat.Metric?.MetricName) throw missing(`${Id}.MetricStat.Metric.MetricName`);
    if (!MetricStat.Metric.Namespace) throw missing(`${Id}.MetricStat.Metric.Namespace`);
    if (MetricStat.Period === undefined) throw missing(`${Id}.MetricStat.Period`);
    if (MetricStat.Stat === undefined) throw missing(`${Id}.MetricStat.Stat`);
    checkStatistic(MetricStat.Stat, `${Id}.MetricStat.Stat`);
    if (MetricStat.Period !== 1 && MetricStat.Period !== 5) checkPeriod(MetricStat.Period);
    checkUnit(MetricStat.Unit);
    readDimensions(MetricStat.Metric.Dimensions);
    return;
  }
  if (Period !== undefined && Period !== 1 && Period !== 5) checkPeriod(Period);
  if (/^\s*(SEARCH|SELECT|SERVICE_QUOTA|INSIGHT_RULE_METRIC|DB_PERF_INSIGHTS|LAMBDA)\b/i.test(Expression!))
    throw validationError(
      `Error in expression '${Id}': the local cloud does not have ${Expression!.trim().split(/[(\s]/)[0]}.`,
    );
  try {
    parseExpression(Expression!);
  } catch (error) {
    if (error instanceof MetricMathError)
      throw validationError(`Error in expression '${Id}': ${error.message}`);
    throw error;
  }
}

import {
  ALARM_MAX_EVALUATION_SECONDS,
  ALARM_MAX_EVALUATION_SECONDS_HOURLY,
  isAlarmTimeZone,
  WALL_CLOCK_PERIODS,
} from "cumulog/semantics";
import type { MetricAlarmInput } from "./alarm.ts";
import { checkQueries, checkSelectDuration } from "./alarm-query-checks.ts";
import { periodOf } from "./alarm-semantics.ts";
import { checkPeriod, checkStatistic } from "./query-checks.ts";
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
  checkWallClock(input);
  checkDuration(input);
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation-window.html */
function checkWallClock({ EvaluationWindow, Period, Metrics = [] }: MetricAlarmInput): void {
  const wall = EvaluationWindow?.WallClockWindow;
  if (!wall) return;
  if (EvaluationWindow.SlidingWindow)
    throw validationError("EvaluationWindow must have either SlidingWindow or WallClockWindow.");
  const periods = [Period, ...Metrics.map((query) => query.Period ?? query.MetricStat?.Period)];
  const odd = periods.find((one) => one !== undefined && !WALL_CLOCK_PERIODS.some((known) => known === one));
  if (odd !== undefined)
    throw validationError(
      `Period ${odd} is not supported with WallClockWindow. Supported periods: ${WALL_CLOCK_PERIODS.join(", ")}.`,
    );
  if (wall.Timezone !== undefined && !isAlarmTimeZone(wall.Timezone))
    throw validationError(
      `Timezone ${wall.Timezone} is not valid: it must be an IANA time zone, or an offset that is a multiple of 5 minutes.`,
    );
}

function checkDuration(input: MetricAlarmInput): void {
  const period = periodOf({ input });
  checkSelectDuration(input, period);
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

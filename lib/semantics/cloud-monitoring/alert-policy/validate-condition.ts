import { compileLoggingFilter } from "../../cloud-logging/filter/compile.ts";
import { LoggingFilterSyntaxError } from "../../cloud-logging/filter/syntax-error.ts";
import { InvalidArgumentError } from "../../cloud-logging/invalid-argument-error.ts";
import { compileExtractor } from "../../cloud-logging/log-metric/extractor.ts";
import { ALERT_FILTER_MAX_LENGTH } from "../../limits.ts";
import { durationSeconds, expectMinutes } from "../duration-seconds.ts";
import { compileSeriesFilter } from "../time-series/series-filter.ts";
import type { AlertCondition, AlertTrigger, ThresholdCondition } from "./types.ts";
import { type MetricForm, validateAggregations } from "./validate-aggregations.ts";

const MIN_ABSENCE = 120;
const MAX_ABSENCE = 84_600;
const MIN_HORIZON = 3600;
const MAX_HORIZON = 216_000;

const CONDITION_KINDS = [
  "conditionThreshold",
  "conditionAbsent",
  "conditionMatchedLog",
  "conditionMonitoringQueryLanguage",
  "conditionPrometheusQueryLanguage",
  "conditionSql",
] as const;

const MISSING_DATA = [
  "EVALUATION_MISSING_DATA_INACTIVE",
  "EVALUATION_MISSING_DATA_ACTIVE",
  "EVALUATION_MISSING_DATA_NO_OP",
];

/** What is known of a metric type; undefined when the type is not known. */
export type MetricForms = (metricType: string) => MetricForm | undefined;

/** @throws InvalidArgumentError */
export function validateCondition(condition: AlertCondition, field: string, forms: MetricForms): void {
  const kinds = CONDITION_KINDS.filter((kind) => condition[kind] !== undefined);
  const [kind] = kinds;
  if (kinds.length !== 1 || !kind)
    throw new InvalidArgumentError(
      `${field}: Condition subtype must be one of ${CONDITION_KINDS.join(", ")}`,
      field,
    );
  const at = `${field}.${kind}`;
  if (condition.conditionThreshold) validateThreshold(condition.conditionThreshold, at, forms);
  if (condition.conditionAbsent) {
    const { filter, aggregations, duration, trigger } = condition.conditionAbsent;
    validateAggregations(aggregations, `${at}.aggregations`, checkFilter(filter, at, true, forms), false);
    expectMinutes(durationSeconds(duration, `${at}.duration`), `${at}.duration`, MIN_ABSENCE, MAX_ABSENCE);
    checkTrigger(trigger, at);
  }
  if (condition.conditionMatchedLog) {
    const { filter, labelExtractors = {} } = condition.conditionMatchedLog;
    checkLogFilter(filter, `${at}.filter`);
    for (const [key, extractor] of Object.entries(labelExtractors))
      compileExtractor(extractor, `${at}.labelExtractors.${key}`);
  }
}

function validateThreshold(threshold: ThresholdCondition, at: string, forms: MetricForms): void {
  const { filter, denominatorFilter, comparison, duration, evaluationMissingData, forecastOptions } =
    threshold;
  validateAggregations(
    threshold.aggregations,
    `${at}.aggregations`,
    checkFilter(filter, at, true, forms),
    true,
  );
  if (denominatorFilter)
    validateAggregations(
      threshold.denominatorAggregations,
      `${at}.denominatorAggregations`,
      checkFilter(denominatorFilter, at, false, forms),
      true,
    );
  if (comparison !== "COMPARISON_GT" && comparison !== "COMPARISON_LT")
    throw new InvalidArgumentError(
      `${at}.comparison: found ${comparison ?? "none"}, expected COMPARISON_GT or COMPARISON_LT`,
      `${at}.comparison`,
    );
  const seconds = durationSeconds(duration, `${at}.duration`);
  expectMinutes(seconds, `${at}.duration`, 0, Number.POSITIVE_INFINITY);
  if (evaluationMissingData && evaluationMissingData !== "EVALUATION_MISSING_DATA_UNSPECIFIED") {
    if (!MISSING_DATA.includes(evaluationMissingData))
      throw new InvalidArgumentError(`${at}: there is no ${evaluationMissingData}`, at);
    if (seconds === 0)
      throw new InvalidArgumentError(
        `${at}: Conditions setting evaluation_missing_data must have a non-zero duration`,
        at,
      );
  }
  if (forecastOptions) {
    const horizon = durationSeconds(forecastOptions.forecastHorizon, `${at}.forecastOptions`);
    expectMinutes(horizon, `${at}.forecastOptions.forecastHorizon`, MIN_HORIZON, MAX_HORIZON);
  }
  checkTrigger(threshold.trigger, at);
}

function checkFilter(
  filter: string | undefined,
  at: string,
  needsResource: boolean,
  forms: MetricForms,
): MetricForm | undefined {
  const field = `${at}.filter`;
  if (!filter) throw new InvalidArgumentError(`${field}: a filter is required`, field);
  const length = [...filter].length;
  if (length > ALERT_FILTER_MAX_LENGTH)
    throw new InvalidArgumentError(
      `${field}: ${length} characters, expected at most ${ALERT_FILTER_MAX_LENGTH}`,
      field,
    );
  const { metricType, resourceType } = compileSeriesFilter(filter, field);
  if (metricType === undefined)
    throw new InvalidArgumentError(`${field}: must specify the metric type, metric.type="…"`, field);
  if (needsResource && resourceType === undefined)
    throw new InvalidArgumentError(`${field}: must specify a restriction on "resource.type"`, field);
  return forms(metricType);
}

function checkLogFilter(filter: string | undefined, field: string): void {
  if (!filter) throw new InvalidArgumentError(`${field}: a filter is required`, field);
  try {
    compileLoggingFilter(filter);
  } catch (error) {
    if (!(error instanceof LoggingFilterSyntaxError)) throw error;
    throw new InvalidArgumentError(`${field}: Unparseable filter: ${error.message}`, field, { cause: error });
  }
}

function checkTrigger(trigger: AlertTrigger | undefined, at: string): void {
  if (!trigger) return;
  const { count, percent } = trigger;
  const counts = count === undefined || (Number.isInteger(count) && count >= 1);
  const percents = percent === undefined || (percent >= 0 && percent <= 100);
  if (counts && percents && (count === undefined || percent === undefined)) return;
  throw new InvalidArgumentError(
    `${at}.trigger: expected a count of at least 1, or a percent from 0 to 100`,
    `${at}.trigger`,
  );
}

import {
  ALARM_HIGH_RESOLUTION_PERIODS,
  compileMetricSearch,
  isMetricsInsightsQuery,
  MetricMathError,
  MetricSearchError,
  MetricsInsightsQueryError,
  parseExpression,
  parseMetricsInsightsQuery,
  parseStatistic,
  searchCalls,
  UnknownStatisticError,
} from "cumulog/semantics";
import type { MetricDataQuery } from "./metric-data-query.ts";
import { checkUnit, invalidValue, missing, readDimensions, validationError } from "./validation.ts";

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

/** Those of the queries that are of Metrics Insights. */
export function selectQueries(queries: readonly MetricDataQuery[]): MetricDataQuery[] {
  return queries.filter(({ Expression = "" }) => isMetricsInsightsQuery(Expression));
}

/** @throws ServiceError for ids that are malformed or given twice */
export function checkIds(queries: readonly MetricDataQuery[]): void {
  if (selectQueries(queries).length > 1)
    throw validationError("Only one Metrics Insights query is allowed among the queries of a request.");
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
  if (isMetricsInsightsQuery(Expression!)) {
    checkSelect(Id, Expression!);
    return;
  }
  if (/^\s*(SERVICE_QUOTA|INSIGHT_RULE_METRIC|DB_PERF_INSIGHTS|LAMBDA)\b/i.test(Expression!))
    throw validationError(
      `Error in expression '${Id}': the local cloud does not have ${Expression!.trim().split(/[(\s]/)[0]}.`,
    );
  try {
    parseExpression(searchesIn(Id, Expression!).expression);
  } catch (error) {
    if (error instanceof MetricMathError)
      throw validationError(`Error in expression '${Id}': ${error.message}`);
    throw error;
  }
}

/**
 * The searches of an expression, by the names that stand for them in what is left of it.
 *
 * @throws ServiceError for a search that cannot be read
 */
export function searchesIn(id: string, expression: string): ReturnType<typeof searchCalls> {
  try {
    const found = searchCalls(expression);
    for (const { text, statistic, period } of found.calls.values()) {
      compileMetricSearch(text);
      checkStatistic(statistic, `${id}.SEARCH`);
      if (period !== undefined) checkPeriod(period);
    }
    return found;
  } catch (error) {
    if (error instanceof MetricSearchError)
      throw validationError(`Error in expression '${id}': ${error.message}`);
    throw error;
  }
}

/** Tags of resources are not told to the metrics of the local cloud. */
function checkSelect(id: string, expression: string): void {
  try {
    const { where, groupBy } = parseMetricsInsightsQuery(expression);
    const tag = [...where.map(({ label }) => label), ...groupBy].find(({ kind }) => kind === "tag");
    if (tag)
      throw validationError(
        `Error in expression '${id}': the local cloud does not have the tags of resources (tag.${tag.name}) in queries.`,
      );
  } catch (error) {
    if (error instanceof MetricsInsightsQueryError)
      throw validationError(`Error in expression '${id}': ${error.message}`);
    throw error;
  }
}

import {
  GET_METRIC_DATA_MAX_DATAPOINTS,
  GET_METRIC_DATA_MAX_QUERIES,
  hasSearch,
  isMetricsInsightsQuery,
} from "cumulog/semantics";
import type { Call, Cloud } from "#kernel/cloud.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { MetricDataQuery } from "../metric-data-query.ts";
import { QueryEvaluation } from "../metric-query.ts";
import type { MetricStore } from "../metric-store.ts";
import { checkIds, checkQuery, searchesIn } from "../query-checks.ts";
import type { CloudWatch } from "../state.ts";
import { periodStarts, readTimeRange, type TimeRange } from "../time-range.ts";
import type { ResultMessage } from "../unit-choice.ts";
import { invalidValue, missing, seconds, type Timestamp, validationError } from "../validation.ts";

interface GetMetricDataInput {
  readonly MetricDataQueries: readonly MetricDataQuery[];
  readonly StartTime: Timestamp;
  readonly EndTime: Timestamp;
  readonly NextToken?: string;
  readonly ScanBy?: "TimestampDescending" | "TimestampAscending";
  readonly MaxDatapoints?: number;
}

interface Result {
  readonly Id: string;
  readonly Label: string;
  readonly Messages: readonly ResultMessage[];
  readonly points: readonly (readonly [time: number, value: number])[];
  /** Whether more metrics or series were found than a query of Metrics Insights may have. */
  readonly isPartial: boolean;
}

/** Seconds, of a search that says no period. */
const SEARCH_PERIOD = 300;

/** A query of Metrics Insights sees nothing shorter. */
const SHORTEST_SELECT_PERIOD = 60;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
export function getMetricData(input: GetMetricDataInput, { state: { metrics }, cloud }: Call<CloudWatch>) {
  const queries = input.MetricDataQueries;
  if (!Array.isArray(queries) || queries.length === 0) throw missing("MetricDataQueries");
  if (queries.length > GET_METRIC_DATA_MAX_QUERIES)
    throw validationError(
      `The collection MetricDataQueries must not have a size greater than ${GET_METRIC_DATA_MAX_QUERIES}.`,
    );
  checkIds(queries);
  for (const [index, query] of queries.entries()) checkQuery(query, `MetricDataQueries.member.${index + 1}`);
  const returned = queries.filter(({ ReturnData = true }) => ReturnData);
  const descending = input.ScanBy !== "TimestampAscending";
  const results = returned.flatMap((query) => resultsOf(cloud, metrics, input, query, descending));
  return paged(results, input);
}

function resultsOf(
  cloud: Cloud,
  store: MetricStore,
  input: GetMetricDataInput,
  query: MetricDataQuery,
  descending: boolean,
): Result[] {
  const period = periodFor(query, input.MetricDataQueries);
  const range = readTimeRange(input, period, cloud.clock.now(), refuseRange);
  const starts = periodStarts(range, period * 1_000);
  if (starts.length > GET_METRIC_DATA_MAX_DATAPOINTS)
    throw invalidValue(
      `${query.Id} would have ${starts.length} datapoints, more than ${GET_METRIC_DATA_MAX_DATAPOINTS}.`,
    );
  const grid = { starts, period: period * 1_000 };
  const evaluation = new QueryEvaluation(store, input.MetricDataQueries, grid, {
    accountId: cloud.accountId,
    now: cloud.clock.now(),
  });
  const value = evaluation.value(query.Id);
  if (value.kind === "scalar")
    throw validationError(
      `Error in expression '${query.Id}': the result must be a time series or several, not a single number.`,
    );
  const all = value.kind === "series" ? [value] : value.series;
  const isPartial = evaluation.selected(query.Id)?.isPartial ?? false;
  return all.map(({ label, values }) => {
    const points = starts.flatMap((start, index) => {
      const point = values[index];
      return point === null || point === undefined ? [] : [[start, point] as const];
    });
    if (descending) points.reverse();
    const ofSeries = query.MetricStat || value.kind === "list";
    return {
      Id: query.Id,
      // A search's series have labels of their own behind that of the query.
      Label:
        hasSearch(query.Expression ?? "") && ofSeries
          ? label
          : (query.Label ?? (ofSeries ? label : query.Id)),
      Messages: evaluation.messages(query.Id),
      points,
      isPartial,
    };
  });
}

function refuseRange({ start, end }: TimeRange): ServiceError {
  return validationError(
    start === end
      ? "The parameter StartTime must not equal parameter EndTime."
      : "The parameter EndTime must be greater than StartTime.",
  );
}

/** Seconds: a metric's own period; an expression's, or else the longest of what it reads. */
function periodFor(
  query: MetricDataQuery,
  queries: readonly MetricDataQuery[],
  seen = new Set<string>(),
): number {
  if (query.MetricStat) return query.MetricStat.Period;
  if (isMetricsInsightsQuery(query.Expression ?? ""))
    return Math.max(query.Period ?? SHORTEST_SELECT_PERIOD, SHORTEST_SELECT_PERIOD);
  if (query.Period !== undefined) return query.Period;
  const { calls } = searchesIn(query.Id, query.Expression ?? "");
  if (calls.size > 0) return Math.max(...[...calls.values()].map((call) => call.period ?? SEARCH_PERIOD));
  if (seen.has(query.Id)) return 0;
  seen.add(query.Id);
  const text = query.Expression ?? "";
  const read = queries.filter(({ Id, MetricStat }) => {
    return (
      Id !== query.Id && (new RegExp(`\\b${Id}\\b`).test(text) || (/\bMETRICS\b/.test(text) && MetricStat))
    );
  });
  return Math.max(0, ...read.map((other) => periodFor(other, queries, seen))) || 60;
}

/** Hands out at most as many datapoints as asked for; the token counts those that went before. */
function paged(
  results: readonly Result[],
  { MaxDatapoints = GET_METRIC_DATA_MAX_DATAPOINTS, NextToken }: GetMetricDataInput,
): object {
  const start = NextToken === undefined ? 0 : Number(Buffer.from(NextToken, "base64url").toString());
  if (!Number.isInteger(start) || start < 0)
    throw new ServiceError("InvalidNextToken", "The next token specified is invalid.");
  const end = start + MaxDatapoints;
  let offset = 0;
  const shown: object[] = [];
  for (const { Id, Label, Messages, points } of results) {
    const page = points.slice(Math.max(0, start - offset), Math.max(0, end - offset));
    offset += points.length;
    const StatusCode = offset > end && points.length > 0 ? "PartialData" : "Complete";
    if (start > 0 && page.length === 0) continue;
    shown.push({
      Id,
      Label,
      Timestamps: page.map(([time]) => seconds(time)),
      Values: page.map(([, value]) => value),
      StatusCode,
      ...(Messages.length > 0 && { Messages }),
    });
  }
  return {
    MetricDataResults: shown,
    Messages: results.some(({ isPartial }) => isPartial)
      ? [{ Code: "MaxMetricsExceeded", Value: "Maximum number of allowed metrics exceeded" }]
      : [],
    ...(offset > end && { NextToken: Buffer.from(String(end)).toString("base64url") }),
  };
}

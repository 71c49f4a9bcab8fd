import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import type { DescribeQueriesRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { LANGUAGE } from "../insights/query-language.ts";
import type { QueryRun } from "../insights/query-runs.ts";
import type { LogsService } from "../logs-service.ts";
import { page } from "../pages.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeQueries.html */
export function describeQueries(input: Input<DescribeQueriesRequest>, { state: service }: Call<LogsService>) {
  const { logGroupName, status, queryLanguage = LANGUAGE, maxResults = 1_000, nextToken } = input;
  const found = service.queries
    .list()
    .filter(
      (run) =>
        (logGroupName === undefined || run.logGroupNames.includes(logGroupName)) &&
        (status === undefined || run.status === status) &&
        queryLanguage === LANGUAGE,
    );
  const { items, ...rest } = page(found, {
    scope: "DescribeQueries",
    keyOf: ({ sequence }) => [sequence],
    descending: true,
    limit: maxResults,
    nextToken,
  });
  return { queries: items.map(describe), ...rest };
}

function describe(run: QueryRun): Logs.QueryInfo {
  return {
    queryLanguage: LANGUAGE,
    queryId: run.id,
    queryString: run.queryString,
    status: run.status,
    createTime: Math.floor(run.createTime / 1000),
    logGroupName: run.logGroupNames[0],
  };
}

import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import type { GetQueryResultsRequest } from "@aws-sdk/client-cloudwatch-logs";
import { INSIGHTS_DEFAULT_LIMIT } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { invalidNextToken } from "../errors.ts";
import { LANGUAGE } from "../insights/query-language.ts";
import type { QueryRun } from "../insights/query-runs.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetQueryResults.html */
export function getQueryResults(input: Input<GetQueryResultsRequest>, { state: service }: Call<LogsService>) {
  return resultsPage(service.queries.get(input.queryId), input);
}

function resultsPage(
  run: QueryRun,
  { nextToken, maxItems = INSIGHTS_DEFAULT_LIMIT }: Logs.GetQueryResultsRequest,
): object {
  const start = nextToken === undefined ? 0 : startOf(nextToken, run);
  const end = start + maxItems;
  return {
    queryLanguage: LANGUAGE,
    results: run.results.slice(start, end),
    statistics: {
      ...run.statistics,
      estimatedRecordsSkipped: 0,
      estimatedBytesSkipped: 0,
      logGroupsScanned: run.logGroupNames.length,
      resultCount: run.results.length,
    },
    status: run.status,
    ...(end < run.results.length && {
      nextToken: Buffer.from(JSON.stringify([run.id, end])).toString("base64url"),
    }),
  };
}

function startOf(token: string, run: QueryRun): number {
  try {
    const [id, start] = JSON.parse(Buffer.from(token, "base64url").toString()) as [unknown, unknown];
    if (id === run.id && typeof start === "number" && Number.isSafeInteger(start) && start >= 0) return start;
  } catch {
    // Not JSON: not a token of ours.
  }
  throw invalidNextToken();
}

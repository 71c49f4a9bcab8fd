import type { StartQueryRequest } from "@aws-sdk/client-cloudwatch-logs";
import { insightsMilliseconds } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { invalidParameter } from "../errors.ts";
import { LANGUAGE } from "../insights/query-language.ts";
import { startLogQuery } from "../insights/start-log-query.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartQuery.html */
export function startQuery(input: Input<StartQueryRequest>, { state: service }: Call<LogsService>) {
  if (input.queryLanguage !== undefined && input.queryLanguage !== LANGUAGE)
    throw invalidParameter(
      `The local cloud does not have the query language ${input.queryLanguage}; it has ${LANGUAGE}.`,
    );
  const range = {
    start: insightsMilliseconds(input.startTime, 0),
    end: insightsMilliseconds(input.endTime, 999),
  };
  if (range.end < range.start) throw invalidParameter("The query's end time is before its start time.");
  const { logGroupName, logGroupNames, logGroupIdentifiers, queryString, limit } = input;
  const given = [logGroupName, logGroupNames, logGroupIdentifiers].filter((member) => member !== undefined);
  if (given.length > 1)
    throw invalidParameter(
      "Exactly one of logGroupName, logGroupNames and logGroupIdentifiers must be specified.",
    );
  const run = startLogQuery(service, {
    queryString,
    logGroupIdentifiers: given[0] === undefined ? undefined : [given[0]].flat(),
    range,
    limit,
  });
  return { queryId: run.id };
}

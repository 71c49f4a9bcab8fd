import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import type { StartQueryRequest } from "@aws-sdk/client-cloudwatch-logs";
import { textPatterns } from "cumulog/analysis";
import {
  INSIGHTS_DEFAULT_LIMIT,
  INSIGHTS_MAX_LOG_GROUPS,
  insightsMilliseconds,
  type SourceSelection,
} from "cumulog/semantics";
import type { Call } from "../../../kernel/cloud.ts";
import type { Input } from "../../../kernel/service.ts";
import { ServiceError } from "../../../kernel/service-error.ts";
import { invalidParameter } from "../errors.ts";
import { compileLogQuery, readerOf, sourceGroups } from "../insights/compile-log-query.ts";
import { LANGUAGE } from "../insights/query-language.ts";
import type { LogGroup } from "../log-group.ts";
import { groupNameOf, type LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartQuery.html */
export function startQuery(
  input: Input<StartQueryRequest>,
  { state: service, accountId }: Call<LogsService>,
) {
  if (input.queryLanguage !== undefined && input.queryLanguage !== LANGUAGE)
    throw invalidParameter(
      `The local cloud does not have the query language ${input.queryLanguage}; it has ${LANGUAGE}.`,
    );
  const range = {
    start: insightsMilliseconds(input.startTime, 0),
    end: insightsMilliseconds(input.endTime, 999),
  };
  if (range.end < range.start) throw invalidParameter("The query's end time is before its start time.");
  checkNaming(input);
  const plan = compileLogQuery(input.queryString, {
    times: {
      now: service.cloud.clock.now(),
      start: range.start,
      end: insightsMilliseconds(input.endTime, 0),
    },
    lookupTable: (name) => service.lookupTables.find(name),
    findPatterns: textPatterns,
  });
  const groups = groupsOf(service, input, plan.source, accountId);
  const run = service.queries.start(
    {
      queryString: withSource(input.queryString, groups, range),
      logGroupNames: groups.map(({ name }) => name),
      plan,
      range,
      limit: input.limit ?? INSIGHTS_DEFAULT_LIMIT,
    },
    readerOf(service, groups, accountId),
  );
  return { queryId: run.id };
}

/** The query as DescribeQueries shows it: what it was asked of and when, then its text. */
function withSource(
  queryString: string,
  groups: readonly LogGroup[],
  { start, end }: { readonly start: number; readonly end: number },
): string {
  const source = groups.map(({ name }) => `SOURCE "${name}"`).join(" | ");
  return `${source} START=${start} END=${end} | ${queryString}`;
}

/** @throws ServiceError when groups are named in two ways */
function checkNaming({ logGroupName, logGroupNames, logGroupIdentifiers }: Logs.StartQueryRequest): void {
  const given = [logGroupName, logGroupNames, logGroupIdentifiers].filter((member) => member !== undefined);
  if (given.length > 1)
    throw invalidParameter(
      "Exactly one of logGroupName, logGroupNames and logGroupIdentifiers must be specified.",
    );
}

function groupsOf(
  service: LogsService,
  { logGroupName, logGroupNames, logGroupIdentifiers }: Logs.StartQueryRequest,
  source: SourceSelection | undefined,
  accountId: string,
): LogGroup[] {
  const named =
    logGroupName !== undefined ? [logGroupName] : (logGroupNames ?? logGroupIdentifiers?.map(groupNameOf));
  if (source && named)
    throw invalidParameter("Log groups must be named in the request or by SOURCE in the query, not by both.");
  if (source) return sourceGroups(service, source, accountId);
  if (!named)
    throw invalidParameter(
      "Exactly one of logGroupName, logGroupNames and logGroupIdentifiers must be specified, or SOURCE in the query.",
    );
  if (named.length === 0 || named.length > INSIGHTS_MAX_LOG_GROUPS)
    throw invalidParameter(
      `A query takes 1 to ${INSIGHTS_MAX_LOG_GROUPS} log groups, found ${named.length}.`,
    );
  return [...new Set(named)].map((name) => service.store.groups.get(name) ?? refuse(service, name));
}

function refuse({ cloud }: LogsService, name: string): never {
  throw new ServiceError(
    "ResourceNotFoundException",
    `Log group '${name}' does not exist for account ID '${cloud.accountId}'`,
  );
}

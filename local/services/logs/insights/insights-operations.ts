import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import { textPatterns } from "cumulog/analysis";
import {
  INSIGHTS_DEFAULT_LIMIT,
  INSIGHTS_MAX_LIMIT,
  INSIGHTS_MAX_LOG_GROUPS,
  INSIGHTS_QUERY_MAX_LENGTH,
  insightsMilliseconds,
  type SourceSelection,
} from "cumulog/semantics";
import type { CallContext, Operations } from "../../../kernel/cloud.ts";
import { checkInput, type Members } from "../../../kernel/input-shape.ts";
import { ServiceError } from "../../../kernel/service-error.ts";
import { invalidNextToken, invalidParameter } from "../errors.ts";
import type { LogGroup } from "../log-group.ts";
import { groupNameOf, type LogsService } from "../logs-service.ts";
import { page } from "../pages.ts";
import { GROUP_IDENTIFIER, GROUP_NAME, INVALID_PARAMETER, NEXT_TOKEN, TIMESTAMP } from "../shapes.ts";
import { compileLogQuery, readerOf, sourceGroups } from "./compile-log-query.ts";
import { logRecordOperations } from "./log-record-operations.ts";
import { LookupTables } from "./lookup-tables.ts";
import { type QueryRun, QueryRuns } from "./query-runs.ts";

const LANGUAGE = "CWLI";
const STATUSES = ["Scheduled", "Running", "Complete", "Failed", "Cancelled", "Timeout", "Unknown"];

const QUERY_ID = { type: "string", minimum: 0, maximum: 256, required: true } as const;
const QUERY_LANGUAGE = { type: "string", values: ["CWLI", "SQL", "PPL"] } as const;

const START: Members = {
  queryLanguage: QUERY_LANGUAGE,
  logGroupName: GROUP_NAME,
  logGroupNames: { type: "list", of: GROUP_NAME },
  logGroupIdentifiers: { type: "list", of: GROUP_IDENTIFIER },
  startTime: { ...TIMESTAMP, required: true },
  endTime: { ...TIMESTAMP, required: true },
  queryString: { type: "string", minimum: 0, maximum: INSIGHTS_QUERY_MAX_LENGTH, required: true },
  limit: { type: "integer", minimum: 1, maximum: INSIGHTS_MAX_LIMIT },
};

const RESULTS: Members = {
  queryId: QUERY_ID,
  nextToken: NEXT_TOKEN,
  maxItems: { type: "integer", minimum: 1, maximum: INSIGHTS_DEFAULT_LIMIT },
};

const DESCRIBE: Members = {
  logGroupName: GROUP_NAME,
  status: { type: "string", values: STATUSES },
  maxResults: { type: "integer", minimum: 1, maximum: 1_000 },
  nextToken: NEXT_TOKEN,
  queryLanguage: QUERY_LANGUAGE,
};

/** Logs Insights: queries over log groups in the Logs Insights query language. */
export function insightsOperations(service: LogsService): Operations {
  const runs = new QueryRuns(service.cloud);
  const tables = new LookupTables(service, (queryId) => runs.get(queryId).results);
  return {
    StartQuery(input: Logs.StartQueryRequest, { accountId }: CallContext) {
      checkInput(input, START, INVALID_PARAMETER);
      if (input.queryLanguage !== undefined && input.queryLanguage !== LANGUAGE)
        throw invalidParameter(
          `The local cloud does not have the query language ${input.queryLanguage}; it has ${LANGUAGE}.`,
        );
      const range = {
        start: insightsMilliseconds(input.startTime!, 0),
        end: insightsMilliseconds(input.endTime!, 999),
      };
      if (range.end < range.start) throw invalidParameter("The query's end time is before its start time.");
      checkNaming(input);
      const plan = compileLogQuery(input.queryString!, {
        times: {
          now: service.cloud.clock.now(),
          start: range.start,
          end: insightsMilliseconds(input.endTime!, 0),
        },
        lookupTable: (name) => tables.find(name),
        findPatterns: textPatterns,
      });
      const groups = groupsOf(service, input, plan.source, accountId);
      const run = runs.start(
        {
          queryString: withSource(input.queryString!, groups, range),
          logGroupNames: groups.map(({ name }) => name),
          plan,
          range,
          limit: input.limit ?? INSIGHTS_DEFAULT_LIMIT,
        },
        readerOf(service, groups, accountId),
      );
      return { queryId: run.id };
    },

    GetQueryResults(input: Logs.GetQueryResultsRequest) {
      checkInput(input, RESULTS, INVALID_PARAMETER);
      return resultsPage(runs.get(input.queryId!), input);
    },

    StopQuery(input: Logs.StopQueryRequest) {
      checkInput(input, { queryId: QUERY_ID }, INVALID_PARAMETER);
      const run = runs.get(input.queryId!);
      if (!runs.stop(run))
        throw invalidParameter(`Query ${run.id} is not running: its status is ${run.status}.`);
      return { success: true };
    },

    DescribeQueries(input: Logs.DescribeQueriesRequest) {
      checkInput(input, DESCRIBE, INVALID_PARAMETER);
      const { logGroupName, status, queryLanguage = LANGUAGE, maxResults = 1_000, nextToken } = input;
      const found = runs
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
    },

    ...logRecordOperations(service),
    ...tables.operations(),
  };
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

import { patternAnomaly, patternFinder } from "cumulog/analysis";
import {
  INSIGHTS_DEFAULT_LIMIT,
  INSIGHTS_MAX_LOG_GROUPS,
  type QueryRange,
  type SourceSelection,
} from "cumulog/semantics";
import { ServiceError } from "#kernel/service-error.ts";
import { invalidParameter } from "../errors.ts";
import { groupNameOf } from "../group-identifier.ts";
import type { LogGroup } from "../log-group.ts";
import { compileLogQuery, readerOf, sourceGroups } from "./compile-log-query.ts";
import type { QueryContext } from "./query-context.ts";
import type { QueryRun } from "./query-runs.ts";

/** What a query is asked of. */
export interface LogQuery {
  readonly queryString: string;
  /** Names or ARNs. @default those that SOURCE names in the query */
  readonly logGroupIdentifiers?: readonly string[] | undefined;
  /** Milliseconds since the epoch; both ends belong to it. */
  readonly range: QueryRange;
  /** Rows when the query has no limit. @default 10000 */
  readonly limit?: number | undefined;
  /** Whether rows carry all fields of their events. @default false */
  readonly allFields?: boolean;
  /** For how long its results are kept, ms. @default seven days */
  readonly kept?: number;
}

/** Starts a query over stored events. @throws ServiceError */
export function startLogQuery(
  service: QueryContext,
  {
    queryString,
    logGroupIdentifiers,
    range,
    limit = INSIGHTS_DEFAULT_LIMIT,
    allFields = false,
    kept,
  }: LogQuery,
): QueryRun {
  const { accountId, clock } = service.cloud;
  const plan = compileLogQuery(queryString, {
    times: { now: clock.now(), start: range.start, end: Math.floor(range.end / 1_000) * 1_000 },
    lookupTable: (name) => service.lookupTables.find(name),
    findPatterns: patternFinder(),
    judgeAnomaly: patternAnomaly,
  });
  const groups = groupsOf(service, logGroupIdentifiers?.map(groupNameOf), plan.source);
  return service.queries.start(
    {
      queryString: withSource(queryString, groups, range),
      logGroupNames: groups.map(({ name }) => name),
      plan,
      range,
      limit,
      allFields,
      ...(kept !== undefined && { kept }),
    },
    readerOf(service, groups, { accountId, unmask: plan.unmasks }),
  );
}

/** The query as DescribeQueries shows it: what it was asked of and when, then its text. */
function withSource(queryString: string, groups: readonly LogGroup[], { start, end }: QueryRange): string {
  const source = groups.map(({ name }) => `SOURCE "${name}"`).join(" | ");
  return `${source} START=${start} END=${end} | ${queryString}`;
}

function groupsOf(
  service: QueryContext,
  named: readonly string[] | undefined,
  source: SourceSelection | undefined,
): LogGroup[] {
  if (source && named)
    throw invalidParameter("Log groups must be named in the request or by SOURCE in the query, not by both.");
  if (source) return sourceGroups(service, source, service.cloud.accountId);
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

function refuse({ cloud }: QueryContext, name: string): never {
  throw new ServiceError(
    "ResourceNotFoundException",
    `Log group '${name}' does not exist for account ID '${cloud.accountId}'`,
  );
}

import { INSIGHTS_DEFAULT_LIMIT } from "../limits.ts";
import type { PatternFinder } from "./commands/find-patterns.ts";
import { type LookupTable, parseLookupTable } from "./commands/lookup-table.ts";
import type { AnomalyJudge } from "./commands/pattern.ts";
import { compileQuery } from "./compile-query.ts";
import { logGroupNameOf, type SelectableLogGroup, selectLogGroups } from "./log-group-selection.ts";
import { type EventOrigin, EventRow, type InsightsEvent } from "./rows/event-row.ts";
import { drain, type QueryRange, type ResultRow, runQuery, type Statistics } from "./run-query.ts";

/** An event of a log group. */
export interface InsightsLogEvent extends InsightsEvent {
  /** Milliseconds since the epoch. */
  readonly ingestionTime?: number;
  /** @default that of its group */
  readonly logStreamName?: string;
}

/** A log group with its events, in any order. */
export interface InsightsLogGroup extends SelectableLogGroup {
  readonly logStreamName?: string;
  readonly logEvents: Iterable<InsightsLogEvent>;
  /** Milliseconds since the epoch; events from before it are out of reach. */
  readonly creationTime?: number;
  /** Fields that are indexed, each with the time from which on, for `filterIndex`. @default every field is indexed */
  readonly fieldIndexes?: Readonly<Record<string, number>>;
}

/** What a query of Logs Insights depends on. */
export interface InsightsQueryOptions {
  /** All log groups that there are. */
  readonly logGroups: readonly InsightsLogGroup[];
  /** Names or ARNs of those that are queried. @default those of SOURCE in the query, or else all of them */
  readonly logGroupIdentifiers?: readonly string[];
  /** Seconds or milliseconds since the epoch, as StartQuery takes them; included. @default the first event */
  readonly startTime?: number;
  /** Seconds or milliseconds since the epoch; included. @default the last event */
  readonly endTime?: number;
  /** Rows when the query has no limit. @default 10000 */
  readonly limit?: number;
  /** When the query is started, in milliseconds since the epoch. @default the end of the range */
  readonly now?: number;
  /** @default "123456789012" */
  readonly accountId?: string;
  /** Tables for `lookup`, by name: CSV texts with a header row, or tables. */
  readonly lookupTables?: Readonly<Record<string, string | LookupTable>>;
  /** Finds the structures for `pattern`. @default by the types of the texts' parts */
  readonly findPatterns?: PatternFinder;
  /** Says what is unusual for `anomaly`. @default new patterns and those whose frequency changed threefold */
  readonly judgeAnomaly?: AnomalyJudge;
}

/** The answer to a query of Logs Insights. */
export interface InsightsQueryResult {
  /** Columns that rows may have, in order. */
  readonly columns: readonly string[];
  /** Rows as GetQueryResults answers them: cells by column, as text; a column that is missing has no cell. */
  readonly results: readonly ResultRow[];
  readonly statistics: Statistics & { readonly logGroupsScanned: number; readonly resultCount: number };
}

/** A time beyond this is in milliseconds already: in seconds it would lie three thousand years ahead. */
const FIRST_MILLISECONDS = 100_000_000_000;

/**
 * Runs a query in the Logs Insights query language over events.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
 *
 * @throws QueryCompileError for a query that StartQuery would refuse as malformed
 */
export function runInsightsQuery(queryString: string, options: InsightsQueryOptions): InsightsQueryResult {
  const { limit = INSIGHTS_DEFAULT_LIMIT, accountId = "123456789012", logGroups } = options;
  const range = rangeOf(options);
  const tables = new Map<string, LookupTable>();
  for (const [name, table] of Object.entries(options.lookupTables ?? {}))
    tables.set(name, typeof table === "string" ? parseLookupTable(table) : table);
  const plan = compileQuery(queryString, {
    times: { now: options.now ?? range.end, start: range.start, end: Math.floor(range.end / 1000) * 1000 },
    lookupTable: (name) => tables.get(name),
    ...(options.findPatterns && { findPatterns: options.findPatterns }),
    ...(options.judgeAnomaly && { judgeAnomaly: options.judgeAnomaly }),
  });
  const named = options.logGroupIdentifiers && new Set(options.logGroupIdentifiers.map(logGroupNameOf));
  const own = named ? logGroups.filter(({ logGroupName }) => named.has(logGroupName)) : logGroups;
  const chosen = plan.source ? selectLogGroups(logGroups, plan.source, accountId) : own;
  const statistics: Statistics = { recordsMatched: 0, recordsScanned: 0, bytesScanned: 0 };
  const results = drain(
    runQuery(plan, {
      range,
      limit,
      statistics,
      read: (source, queried) =>
        readEvents(source ? selectLogGroups(logGroups, source, accountId) : own, queried, accountId),
    }),
  );
  return {
    columns: plan.columns,
    results,
    statistics: { ...statistics, logGroupsScanned: chosen.length, resultCount: results.length },
  };
}

/** Milliseconds of a time as StartQuery takes it. @param rest milliseconds of the second that belong to the range */
export function inMilliseconds(time: number, rest: number): number {
  return time >= FIRST_MILLISECONDS ? time : time * 1000 + rest;
}

function rangeOf({ startTime, endTime, logGroups }: InsightsQueryOptions): QueryRange {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  if (startTime === undefined || endTime === undefined)
    for (const { logEvents } of logGroups)
      for (const { timestamp } of logEvents) {
        first = Math.min(first, timestamp);
        last = Math.max(last, timestamp);
      }
  const known = first <= last;
  return {
    start: startTime === undefined ? (known ? first : 0) : inMilliseconds(startTime, 0),
    end: endTime === undefined ? (known ? last : 0) : inMilliseconds(endTime, 999),
  };
}

function readEvents(
  groups: readonly InsightsLogGroup[],
  { start, end }: QueryRange,
  accountId: string,
): EventRow[] {
  const rows: EventRow<InsightsLogEvent>[] = [];
  for (const group of groups) {
    const from = Math.max(start, group.creationTime ?? start);
    const origins = new Map<string, EventOrigin<InsightsLogEvent>>();
    for (const event of group.logEvents) {
      if (event.timestamp < from || event.timestamp > end) continue;
      const stream = event.logStreamName ?? group.logStreamName ?? "";
      let origin = origins.get(stream);
      if (!origin) {
        origin = originOf(group, stream, accountId);
        origins.set(stream, origin);
      }
      rows.push(new EventRow(event, origin));
    }
  }
  // Of one moment the later event comes first, as the newest do.
  return rows.reverse().sort((one, other) => other.event.timestamp - one.event.timestamp) as EventRow[];
}

function originOf(
  { logGroupName, tags, fieldIndexes }: InsightsLogGroup,
  logStreamName: string,
  accountId: string,
): EventOrigin<InsightsLogEvent> {
  return {
    logGroupName,
    logStreamName,
    accountId,
    ...(tags && { tags }),
    ingestionTime: ({ timestamp, ingestionTime }) => ingestionTime ?? timestamp,
    pointer: () => undefined,
    ...(fieldIndexes && {
      isIndexed: (field: string, { timestamp, ingestionTime }: InsightsLogEvent) =>
        Object.hasOwn(fieldIndexes, field) && (ingestionTime ?? timestamp) >= fieldIndexes[field]!,
    }),
  };
}

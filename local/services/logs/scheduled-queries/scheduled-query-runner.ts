import { randomUUID } from "node:crypto";
import { INSIGHTS_DEFAULT_LIMIT, parseSchedule, scheduleTimes } from "cumulog/semantics";
import type { Timer } from "#kernel/clock.ts";
import type { Cloud } from "#kernel/cloud.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { StoredMap } from "#kernel/storage/stored-map.ts";
import type { QueryRun } from "../insights/query-runs.ts";
import type { LogQuery } from "../insights/start-log-query.ts";
import { KEPT_MS, type ScheduledQueryRecord, type ScheduledQueryRun } from "./scheduled-query.ts";

type Cells = Readonly<Record<string, string>>;
/** What became of rows at one destination. */
export type Delivery = NonNullable<ScheduledQueryRun["destinations"]>[number];
/** Puts a run's rows where its query says. */
export type Deliver = (
  query: ScheduledQueryRecord,
  queryId: string,
  rows: readonly Cells[],
) => Promise<readonly Delivery[]>;

type StartedQuery = Pick<QueryRun, "id" | "status" | "results" | "done">;
type RunHistory = Pick<StoredMap<readonly ScheduledQueryRun[]>, "get" | "set" | "delete">;

/** Runs that a history holds at most. */
const MOST_RUNS = 10_000;

/** Runs scheduled queries when they are due on the cloud's clock. */
export class ScheduledQueryRunner {
  readonly #cloud: Cloud;
  readonly #start: (query: LogQuery) => StartedQuery;
  readonly #history: RunHistory;
  readonly #deliver: Deliver;
  readonly #timers = new Map<string, Timer>();
  /** Queries that are gone while a run of them may still go on. */
  readonly #forgotten = new Set<string>();

  constructor(
    cloud: Cloud,
    {
      start,
      history,
      deliver,
    }: {
      readonly start: (query: LogQuery) => StartedQuery;
      readonly history: RunHistory;
      readonly deliver: Deliver;
    },
  ) {
    this.#cloud = cloud;
    this.#start = start;
    this.#history = history;
    this.#deliver = deliver;
  }

  /** Runs of the last 30 days, oldest first. */
  history(arn: string): readonly ScheduledQueryRun[] {
    const oldest = this.#cloud.clock.now() - KEPT_MS;
    return (this.#history.get(arn) ?? []).filter(({ triggered }) => triggered >= oldest);
  }

  /** Waits for the next time of a query that was made, changed or restored. */
  watch(query: ScheduledQueryRecord): void {
    this.#timers.get(query.arn)?.cancel();
    this.#timers.delete(query.arn);
    if (query.state !== "ENABLED") return;
    const now = this.#cloud.clock.now();
    const after = Math.max(now, (query.scheduleStartTime ?? 0) - 1);
    const [next] = scheduleTimes(parseSchedule(query.scheduleExpression), {
      after,
      ...(query.timezone !== undefined && { timezone: query.timezone }),
    });
    if (next === undefined || next > (query.scheduleEndTime ?? Number.POSITIVE_INFINITY)) return;
    const timer = this.#cloud.clock.at(next, () => {
      this.watch(query);
      this.#cloud.track(this.#run(query, next));
    });
    this.#timers.set(query.arn, timer);
  }

  forget(arn: string): void {
    this.#forgotten.add(arn);
    this.#timers.get(arn)?.cancel();
    this.#timers.delete(arn);
    this.#history.delete(arn);
  }

  async #run(query: ScheduledQueryRecord, due: number): Promise<void> {
    let outcome: Pick<ScheduledQueryRun, "queryId" | "status" | "errorMessage">;
    let rows: readonly Cells[] = [];
    try {
      const run = this.#start({
        queryString: query.queryString,
        ...(query.logGroupIdentifiers && { logGroupIdentifiers: query.logGroupIdentifiers }),
        kept: KEPT_MS,
        range: { start: due - query.startTimeOffset * 1_000, end: due - query.endTimeOffset * 1_000 },
        // An alarm aggregates all events with all their fields; what a person reads has the usual limit.
        ...(query.scheduleType === "AWS_MANAGED" && { limit: Number.POSITIVE_INFINITY, allFields: true }),
      });
      await run.done;
      const complete = run.status === "Complete";
      outcome = {
        queryId: run.id,
        status: complete ? "Complete" : "Failed",
        ...(!complete && { errorMessage: `The query ended as ${run.status}.` }),
      };
      if (complete) rows = run.results.map(cellsOf);
      // All of an alarm's events need not stay.
      run.results = run.results.slice(0, INSIGHTS_DEFAULT_LIMIT);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      const invalid = error.code === "MalformedQueryException";
      outcome = {
        queryId: randomUUID(),
        status: invalid ? "InvalidQuery" : "Failed",
        errorMessage: error.message,
      };
    }
    if (this.#forgotten.has(query.arn)) return;
    const destinations =
      outcome.status === "Complete" ? await this.#deliver(query, outcome.queryId, rows) : [];
    const run = { ...outcome, triggered: due, ...(destinations.length > 0 && { destinations }) };
    this.#history.set(query.arn, [...this.history(query.arn), run].slice(-MOST_RUNS));
    const { status } = outcome;
    this.#tell(query, due, outcome);
    this.#cloud.events.emit("scheduled-query", {
      scheduledQueryArn: query.arn,
      queryId: outcome.queryId,
      scheduledAt: due,
      status: status === "Complete" || status === "InvalidQuery" ? status : "Failed",
      rows,
      ...(outcome.errorMessage !== undefined && { errorMessage: outcome.errorMessage }),
    });
  }

  /** The event bus learns that a run is over, without its rows. Which members the detail has beside `status` is not documented. */
  #tell(
    query: ScheduledQueryRecord,
    due: number,
    { queryId, status, errorMessage }: Pick<ScheduledQueryRun, "queryId" | "status" | "errorMessage">,
  ): void {
    this.#cloud.events.emit("service-event", {
      source: "aws.logs",
      detailType: "Scheduled Query Completed",
      time: this.#cloud.clock.now(),
      resources: [query.arn],
      detail: () => ({
        queryId,
        status,
        queryString: query.queryString,
        logGroupIdentifiers: query.logGroupIdentifiers ?? [],
        startTime: Math.floor(due / 1_000) - query.startTimeOffset,
        endTime: Math.floor(due / 1_000) - query.endTimeOffset,
        ...(errorMessage !== undefined && { errorMessage }),
      }),
    });
  }
}

function cellsOf(row: readonly { readonly field: string; readonly value: string }[]): Cells {
  return Object.fromEntries(
    row.filter(({ field }) => field !== "@ptr").map(({ field, value }) => [field, value]),
  );
}

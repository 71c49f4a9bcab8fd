import { randomUUID } from "node:crypto";
import { patternAnomaly, patternFinder } from "cumulog/analysis";
import { type FilteredEvent, InsightsEventRow, type QueryRange, runInsightsPlan } from "cumulog/semantics";
import { arnOf } from "../kernel/arn.ts";
import type { Cloud } from "../kernel/cloud.ts";
import { groupNameOf } from "../services/logs/group-identifier.ts";
import { compileLogQuery } from "../services/logs/insights/compile-log-query.ts";
import type { LogQuery } from "../services/logs/insights/start-log-query.ts";
import type { ScheduledQueryRecord } from "../services/logs/scheduled-queries/scheduled-query.ts";
import { ScheduledQueryRunner } from "../services/logs/scheduled-queries/scheduled-query-runner.ts";

const HISTORY_GROUP = "history";
/** Events that are too old are let go once there are so many. */
const MOST_OLD = 10_000;

/**
 * The scheduled queries of log alarms over the events of a history, of which only those are kept that a query may still look at.
 * All events are those of each query's group.
 */
export class LogQueries {
  readonly #cloud: Cloud;
  /** Milliseconds. */
  readonly #reach: number;
  /** In the order in which they came. */
  #events: FilteredEvent[] = [];

  /**
   * Answers the calls that log alarms make for their queries.
   *
   * @param reach milliseconds that the queries look back at most
   */
  constructor(cloud: Cloud, reach: number) {
    this.#cloud = cloud;
    this.#reach = reach;
    const runner = new ScheduledQueryRunner(cloud, {
      start: (query) => this.#run(query),
      deliver: async () => [],
      // Nobody asks for earlier runs.
      history: { get: () => undefined, set: () => {}, delete: () => false },
    });
    cloud.register("logs", {
      CreateScheduledQuery: (
        input: Omit<ScheduledQueryRecord, "arn" | "state" | "scheduleType" | "created" | "updated">,
      ) => {
        const now = cloud.clock.now();
        const arn = arnOf(cloud, "logs", `scheduled-query:${randomUUID()}`);
        runner.watch({
          ...input,
          arn,
          state: "ENABLED",
          scheduleType: "AWS_MANAGED",
          created: now,
          updated: now,
        });
        return { scheduledQueryArn: arn };
      },
    });
  }

  take(events: readonly FilteredEvent[]): void {
    for (const event of events) this.#events.push(event);
    const oldest = this.#cloud.clock.now() - this.#reach;
    const kept = this.#events.findIndex(({ timestamp }) => timestamp >= oldest);
    if (kept > MOST_OLD) this.#events = this.#events.filter(({ timestamp }) => timestamp >= oldest);
  }

  #run({
    queryString,
    logGroupIdentifiers,
    range,
    limit = Number.POSITIVE_INFINITY,
    allFields = false,
  }: LogQuery) {
    const { accountId, clock } = this.#cloud;
    const [identifier = HISTORY_GROUP] = logGroupIdentifiers ?? [];
    const origin = {
      logGroupName: groupNameOf(identifier),
      logStreamName: "",
      accountId,
      ingestionTime: ({ timestamp }: FilteredEvent) => timestamp,
      pointer: () => undefined,
    };
    const plan = compileLogQuery(queryString, {
      times: { now: clock.now(), start: range.start, end: Math.floor(range.end / 1_000) * 1_000 },
      lookupTable: () => undefined,
      findPatterns: patternFinder(),
      judgeAnomaly: patternAnomaly,
    });
    const statistics = { recordsMatched: 0, recordsScanned: 0, bytesScanned: 0 };
    const running = runInsightsPlan(plan, {
      range,
      limit,
      allFields,
      statistics,
      read: (_source, queried) => this.#read(queried).map((event) => new InsightsEventRow(event, origin)),
    });
    let step = running.next();
    while (!step.done) step = running.next();
    return { id: randomUUID(), status: "Complete" as const, results: step.value, done: Promise.resolve() };
  }

  /** The newest first; of one moment what came later. */
  #read({ start, end }: QueryRange): FilteredEvent[] {
    return this.#events
      .filter(({ timestamp }) => timestamp >= start && timestamp <= end)
      .reverse()
      .sort((one, other) => other.timestamp - one.timestamp);
  }
}

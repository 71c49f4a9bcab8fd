import { randomUUID } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { QueryStatus } from "@aws-sdk/client-cloudwatch-logs";
import {
  type InsightsQueryPlan,
  type InsightsRunOptions,
  type InsightsStatistics,
  type QueryRange,
  type ResultRow,
  runInsightsPlan,
} from "cumulog/semantics";
import type { Cloud } from "#kernel/cloud.ts";
import { ServiceError } from "#kernel/service-error.ts";

/** One query and what it has found. */
export interface QueryRun {
  readonly id: string;
  /** Larger than that of any query started before. */
  readonly sequence: number;
  readonly queryString: string;
  readonly logGroupNames: readonly string[];
  readonly plan: InsightsQueryPlan;
  readonly range: QueryRange;
  readonly limit: number;
  /** Whether rows carry all fields of their events. @default false */
  readonly allFields?: boolean;
  /** For how long it is kept, ms. @default seven days */
  readonly kept?: number;
  /** Cloud time, milliseconds. */
  readonly createTime: number;
  readonly statistics: InsightsStatistics;
  readonly abort: AbortController;
  /** Resolves when it is over, however it ends. */
  readonly done: Promise<void>;
  status: QueryStatus;
  results: readonly ResultRow[];
}

/** Queries of one account that run at a time. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AnalyzingLogData.html */
const MAX_RUNNING = 100;
/** Queries whose results are kept; the oldest go first. */
const MAX_KEPT = 200;
/** Rows of all results that are kept. */
const MAX_KEPT_ROWS = 500_000;
/** Results are kept for seven days, unless a query says something else. */
const KEPT_MS = 7 * 86_400_000;

/** The queries of a cloud, running and done. */
export class QueryRuns {
  readonly #cloud: Cloud;
  readonly #runs = new Map<string, QueryRun>();
  #sequence = 0;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  list(): QueryRun[] {
    this.#expire();
    return [...this.#runs.values()];
  }

  /** @throws ServiceError `ResourceNotFoundException` */
  get(id: string): QueryRun {
    this.#expire();
    const run = this.#runs.get(id);
    if (!run)
      throw new ServiceError("ResourceNotFoundException", `Query ${id} does not exist or has expired.`);
    return run;
  }

  /**
   * Starts a query, which reads its events once it is its turn.
   *
   * @throws ServiceError `LimitExceededException`
   */
  start(
    query: Pick<
      QueryRun,
      "queryString" | "logGroupNames" | "plan" | "limit" | "range" | "allFields" | "kept"
    >,
    read: InsightsRunOptions["read"],
  ): QueryRun {
    const running = [...this.#runs.values()].filter(isUnderWay).length;
    if (running >= MAX_RUNNING)
      throw new ServiceError("LimitExceededException", `${MAX_RUNNING} queries are running already.`);
    const over = Promise.withResolvers<void>();
    const run: QueryRun = {
      ...query,
      done: over.promise,
      id: randomUUID(),
      sequence: this.#sequence++,
      createTime: this.#cloud.clock.now(),
      statistics: { recordsMatched: 0, recordsScanned: 0, bytesScanned: 0 },
      abort: new AbortController(),
      status: "Scheduled",
      results: [],
    };
    this.#runs.set(run.id, run);
    this.#dropExcess();
    this.#cloud.track(this.#execute(run, read).finally(over.resolve));
    return run;
  }

  /** Whether the query was running and is now cancelled. */
  stop(run: QueryRun): boolean {
    if (!isUnderWay(run)) return false;
    run.status = "Cancelled";
    run.abort.abort();
    return true;
  }

  async #execute(run: QueryRun, read: InsightsRunOptions["read"]): Promise<void> {
    await Promise.resolve();
    if (run.status !== "Scheduled") return;
    run.status = "Running";
    const { plan, limit, allFields = false, statistics, range, abort } = run;
    try {
      const running = runInsightsPlan(plan, { limit, allFields, statistics, range, read });
      let step = running.next();
      while (!step.done) {
        await nextTurn();
        if (abort.signal.aborted) return;
        step = running.next();
      }
      run.results = step.value;
      run.status = "Complete";
    } catch {
      if (!abort.signal.aborted) run.status = "Failed";
    }
  }

  #dropExcess(): void {
    let rows = 0;
    for (const { results } of this.#runs.values()) rows += results.length;
    for (const [id, run] of this.#runs) {
      if (this.#runs.size <= MAX_KEPT && rows <= MAX_KEPT_ROWS) return;
      if (isUnderWay(run)) continue;
      rows -= run.results.length;
      this.#runs.delete(id);
    }
  }

  #expire(): void {
    const now = this.#cloud.clock.now();
    for (const [id, { createTime, kept = KEPT_MS }] of this.#runs)
      if (createTime + kept < now) this.#runs.delete(id);
  }
}

function isUnderWay({ status }: QueryRun): boolean {
  return status === "Scheduled" || status === "Running";
}

import { literal } from "../engine/engine.ts";
import { LakeError } from "../lake-error.ts";
import { queryRows } from "../query.ts";
import { type Estimate, ranksOf, rateDifference, rateOf } from "./intervals.ts";

/** Logs of one side: a lake, or a span of time of it. */
export interface ComparedLogs {
  readonly directory: string;
  /** Milliseconds since the epoch, inclusive. */
  readonly from?: number;
  /** Milliseconds since the epoch, exclusive. */
  readonly to?: number;
}

export interface CompareOptions {
  readonly before: ComparedLogs;
  readonly after: ComparedLogs;
  /** Relative change that does not matter, such as 0.05 for 5 %. @default 0.05 */
  readonly tolerance?: number;
  /** Fewer requests on a side say nothing. @default 30 */
  readonly minimum?: number;
}

export type Verdict = "better" | "same" | "worse" | "too few";

export const MEASURES = ["p50", "p95", "p99", "error_rate"] as const;
export type Measure = (typeof MEASURES)[number];

export interface ComparedMeasure {
  readonly before: Estimate;
  readonly after: Estimate;
  /** Relative change of a duration; of the error rate the difference. */
  readonly change: number;
  readonly verdict: Verdict;
}

export interface ComparedRoute {
  /** `*` for all together. */
  readonly route: string;
  readonly requests: { readonly before: number; readonly after: number };
  readonly measures: Readonly<Partial<Record<Measure, ComparedMeasure>>>;
  readonly verdict: Verdict;
}

export interface Comparison {
  /** `worse` when one route is. */
  readonly verdict: Verdict;
  readonly routes: readonly ComparedRoute[];
}

const QUANTILES = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;

/**
 * Compares durations and errors by route before and after a change. A measure is better or worse only when the intervals of both
 * sides (95 %) do not meet, and it changed by more than the tolerance.
 *
 * @throws LakeNotFoundError, LakeError when a side has no requests
 */
export async function compareLogs({
  before,
  after,
  tolerance = 0.05,
  minimum = 30,
}: CompareOptions): Promise<Comparison> {
  const [one, other] = [await sideOf(before, "before"), await sideOf(after, "after")];
  const names = [...new Set([...one.keys(), ...other.keys()])].sort(
    (a, b) => Number(b === ALL) - Number(a === ALL) || (a < b ? -1 : 1),
  );
  const routes = names.map((route) =>
    comparedRoute(route, one.get(route), other.get(route), tolerance, minimum),
  );
  return { verdict: worstOf(routes.map(({ verdict }) => verdict)), routes };
}

const ALL = "*";

interface RouteSide {
  readonly requests: number;
  readonly measured: number;
  readonly measures: ReadonlyMap<Measure, Estimate>;
}

async function sideOf({ directory, from, to }: ComparedLogs, name: string): Promise<Map<string, RouteSide>> {
  const conditions = [
    "(duration_ms IS NOT NULL OR status IS NOT NULL)",
    ...(from === undefined ? [] : [`epoch_ms >= ${from}`]),
    ...(to === undefined ? [] : [`epoch_ms < ${to}`]),
  ].join(" AND ");
  const requests = `requests AS (
    SELECT unnest(['${ALL}', coalesce(route, '')]) AS route, duration_ms, is_error FROM logs WHERE ${conditions}
  )`;
  const counts = await queryRows({
    directory,
    sql: `WITH ${requests} SELECT route, COUNT(*), COUNT(duration_ms), SUM(CASE WHEN is_error THEN 1 ELSE 0 END) FROM requests WHERE route <> '' GROUP BY route`,
  });
  if (counts.rows.length === 0)
    throw new LakeError(
      `There are no requests ${name}: expected events with a status or a duration in ${directory}, between the times that were given.`,
    );
  const rows = counts.rows.map(([route, all, measured, errors]) => ({
    route: String(route),
    all: Number(all),
    measured: Number(measured),
    errors: Number(errors),
  }));
  const found = await valuesAt(directory, requests, rows);
  return new Map(
    rows.map(({ route, all, measured, errors }) => {
      const measures = new Map<Measure, Estimate>([["error_rate", rateOf(errors, all)]]);
      for (const [measure, quantile] of Object.entries(QUANTILES)) {
        if (measured === 0) continue;
        const ranks = ranksOf(quantile, measured);
        const at = (rank: number) => found.get(`${route} ${rank}`)!;
        measures.set(measure as Measure, {
          value: at(ranks.value),
          low: at(ranks.low),
          high: at(ranks.high),
        });
      }
      return [route, { requests: all, measured, measures }];
    }),
  );
}

/** Durations of routes at the ranks that are needed. */
async function valuesAt(
  directory: string,
  requests: string,
  routes: readonly { readonly route: string; readonly measured: number }[],
): Promise<Map<string, number>> {
  const wanted = routes.flatMap(({ route, measured }) =>
    measured === 0
      ? []
      : [
          ...new Set(
            Object.values(QUANTILES).flatMap((quantile) => Object.values(ranksOf(quantile, measured))),
          ),
        ].map((rank) => `(${literal(route)}, ${rank})`),
  );
  if (wanted.length === 0) return new Map();
  const { rows } = await queryRows({
    directory,
    sql: `WITH ${requests}, ranked AS (
        SELECT route, duration_ms, row_number() OVER (PARTITION BY route ORDER BY duration_ms) AS place
        FROM requests WHERE duration_ms IS NOT NULL
      ), wanted(route, place) AS (VALUES ${wanted.join(", ")})
      SELECT route, place, duration_ms FROM ranked JOIN wanted USING (route, place)`,
  });
  return new Map(rows.map(([route, place, duration]) => [`${route} ${place}`, Number(duration)]));
}

function comparedRoute(
  route: string,
  before: RouteSide | undefined,
  after: RouteSide | undefined,
  tolerance: number,
  minimum: number,
): ComparedRoute {
  const requests = { before: before?.requests ?? 0, after: after?.requests ?? 0 };
  const measures: Partial<Record<Measure, ComparedMeasure>> = {};
  for (const measure of MEASURES) {
    const [one, other] = [before?.measures.get(measure), after?.measures.get(measure)];
    if (one === undefined || other === undefined) continue;
    const counts = measure === "error_rate" ? requests : { before: before!.measured, after: after!.measured };
    measures[measure] = compared(
      measure,
      one,
      other,
      Math.min(counts.before, counts.after) < minimum,
      tolerance,
    );
  }
  const verdicts = Object.values(measures).map(({ verdict }) => verdict);
  return { route, requests, measures, verdict: verdicts.length === 0 ? "too few" : worstOf(verdicts) };
}

function compared(
  measure: Measure,
  before: Estimate,
  after: Estimate,
  areFew: boolean,
  tolerance: number,
): ComparedMeasure {
  const isRate = measure === "error_rate";
  const change = isRate
    ? after.value - before.value
    : before.value === 0
      ? after.value === 0
        ? 0
        : Number.POSITIVE_INFINITY
      : after.value / before.value - 1;
  if (areFew) return { before, after, change, verdict: "too few" };
  const difference = isRate
    ? rateDifference(before, after)
    : { low: after.low - before.high, high: after.high - before.low };
  const matters = isRate
    ? Math.abs(change) > tolerance * Math.max(before.value, after.value)
    : Math.abs(change) > tolerance;
  const verdict = !matters ? "same" : difference.low > 0 ? "worse" : difference.high < 0 ? "better" : "same";
  return { before, after, change, verdict };
}

/** Worse weighs more than better; what says nothing weighs least. */
function worstOf(verdicts: readonly Verdict[]): Verdict {
  return (["worse", "better", "same"] as const).find((verdict) => verdicts.includes(verdict)) ?? "too few";
}

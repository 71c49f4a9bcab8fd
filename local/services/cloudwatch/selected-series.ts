import {
  METRICS_INSIGHTS_MAX_AGE_MS,
  type MetricsInsightsQuery,
  type MetricsInsightsResult,
  runMetricsInsightsQuery,
} from "cumulog/semantics";
import { type Grid, readGrid } from "./grid.ts";
import type { MetricStore } from "./metric-store.ts";

/** The account and the time of a call. */
export interface QueryContext {
  readonly accountId: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The time series that a query of Metrics Insights selects, without what is too old for it. */
export function selectedSeries(
  store: MetricStore,
  query: MetricsInsightsQuery,
  grid: Grid,
  { accountId, now }: QueryContext,
): MetricsInsightsResult {
  const oldest = now - METRICS_INSIGHTS_MAX_AGE_MS;
  const metrics = [...store.all()].map((series) => ({
    namespace: series.identity.namespace,
    metricName: series.identity.metricName,
    dimensions: series.identity.dimensions ?? {},
    read: () => readGrid(series, grid, { oldest }),
  }));
  return runMetricsInsightsQuery(query, metrics, { starts: grid.starts, accountId });
}

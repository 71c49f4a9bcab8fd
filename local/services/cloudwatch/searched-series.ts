import {
  compileMetricSearch,
  computeStatistic,
  METRICS_INSIGHTS_MAX_SERIES,
  type SearchCall,
  type SearchedMetric,
} from "cumulog/semantics";
import { type Grid, readGrid } from "./grid.ts";
import type { MetricStore } from "./metric-store.ts";
import { byPreference } from "./unit-choice.ts";

interface FoundSeries {
  readonly label: string;
  /** One value a period, `null` where there is none. */
  readonly values: readonly (number | null)[];
}

/** The metrics that a search finds, those that have values in the periods. A search gives as many series as a query of Metrics Insights. */
export function searchedSeries(
  store: MetricStore,
  { text, statistic }: SearchCall,
  grid: Grid,
): FoundSeries[] {
  const matches = compileMetricSearch(text);
  const found: { readonly metric: SearchedMetric; readonly values: (number | null)[] }[] = [];
  for (const series of store.all()) {
    const { namespace, metricName, dimensions = {} } = series.identity;
    const metric = { namespace, metricName, dimensions };
    if (found.length >= METRICS_INSIGHTS_MAX_SERIES || !matches(metric)) continue;
    const sets = byPreference(series.units())
      .map((unit) => readGrid(series, grid, { unit }))
      .find(({ size }) => size > 0);
    if (!sets) continue;
    const values = grid.starts.map((start) => {
      const set = sets.get(start);
      return (set && computeStatistic(statistic, set)) ?? null;
    });
    found.push({ metric, values });
  }
  const labels = labelsOf(found.map(({ metric }) => metric));
  return found.map(({ values }, index) => ({ label: labels[index]!, values }));
}

/** What tells metrics apart: their names when they differ, and the dimensions that do. */
function labelsOf(metrics: readonly SearchedMetric[]): string[] {
  const differs = (of: (metric: SearchedMetric) => string | undefined) => new Set(metrics.map(of)).size > 1;
  const names = [...new Set(metrics.flatMap(({ dimensions }) => Object.keys(dimensions)))].filter((name) =>
    differs(({ dimensions }) => dimensions[name]),
  );
  const withNamespace = differs(({ namespace }) => namespace);
  const withName = differs(({ metricName }) => metricName);
  return metrics.map(({ namespace, metricName, dimensions }) => {
    const parts = [
      ...(withNamespace ? [namespace] : []),
      ...(withName ? [metricName] : []),
      ...names.flatMap((name) => dimensions[name] ?? []),
    ];
    return parts.length === 0 ? metricName : parts.join(" ");
  });
}

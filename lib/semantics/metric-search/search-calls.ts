import { MetricSearchError } from "./metric-search.ts";

/** One `SEARCH('…', 'Average', 300)` of an expression. */
export interface SearchCall {
  /** What stands between the first quotes. */
  readonly text: string;
  readonly statistic: string;
  /** Seconds; undefined when the query says it. */
  readonly period: number | undefined;
}

const CALL = /\bSEARCH\s*\(\s*'([^']*)'\s*,\s*'([^']*)'\s*(?:,\s*(\d+)\s*)?\)/gi;

/** Whether an expression of GetMetricData searches for metrics. */
export function hasSearch(expression: string): boolean {
  return /\bSEARCH\s*\(/i.test(expression);
}

/**
 * The searches of an expression, by the names that stand for them in what is left of it.
 *
 * @throws MetricSearchError for a call with other arguments than a search, a statistic and perhaps a period
 */
export function searchCalls(expression: string): {
  readonly expression: string;
  readonly calls: ReadonlyMap<string, SearchCall>;
} {
  const calls = new Map<string, SearchCall>();
  const left = expression.replaceAll(CALL, (_, text: string, statistic: string, period?: string) => {
    const name = `search__${calls.size + 1}`;
    calls.set(name, { text, statistic, period: period === undefined ? undefined : Number(period) });
    return name;
  });
  if (hasSearch(left))
    throw new MetricSearchError(
      `expected SEARCH('{Namespace,Dimension} term', 'Average'), found ${left.trim()}`,
    );
  return { expression: left, calls };
}

import { METRICS_INSIGHTS_MAX_METRICS, METRICS_INSIGHTS_MAX_SERIES } from "../limits.ts";
import { StatisticSet } from "../statistics/statistic-set.ts";
import type {
  MetricsInsightsFunction,
  MetricsInsightsLabel,
  MetricsInsightsMetric,
  MetricsInsightsQuery,
  MetricsInsightsResult,
  MetricsInsightsSeries,
} from "./types.ts";

/** Where a metric lacks the label that others are grouped by. */
const NULL_GROUP = "Other";

interface Group {
  readonly names: readonly string[];
  readonly sets: Map<number, StatisticSet>;
}

/**
 * The time series that a query gives.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-inference.html
 *
 * @param metrics Every metric there is, in the order in which they are found
 * @param options.starts The starts of the periods, oldest first: the keys that `read` gives
 * @param options.accountId The account that asks
 */
export function runMetricsInsightsQuery(
  query: MetricsInsightsQuery,
  metrics: Iterable<MetricsInsightsMetric>,
  { starts, accountId }: { readonly starts: readonly number[]; readonly accountId: string },
): MetricsInsightsResult {
  const groups = new Map<string, Group>();
  let matched = 0;
  for (const metric of metrics) {
    if (!matches(query, metric, accountId)) continue;
    matched += 1;
    if (matched > METRICS_INSIGHTS_MAX_METRICS) break;
    const names = query.groupBy.map((label) => labelValueOf(label, metric, accountId) ?? NULL_GROUP);
    const key = JSON.stringify(names);
    const group = groups.get(key) ?? { names, sets: new Map() };
    groups.set(key, group);
    for (const [start, set] of metric.read()) mergeInto(group.sets, start, set);
  }
  const found = [...groups.values()].filter(({ sets }) => starts.some((start) => sets.has(start)));
  const ordered = inOrder(query, found, starts);
  const shown = ordered.slice(0, query.limit ?? METRICS_INSIGHTS_MAX_SERIES);
  return {
    series: shown.map((group) => seriesOf(query, group, starts)),
    isPartial:
      matched > METRICS_INSIGHTS_MAX_METRICS || (query.limit === undefined && shown.length < ordered.length),
  };
}

function matches(
  { namespace, metricName, schema, where }: MetricsInsightsQuery,
  metric: MetricsInsightsMetric,
  accountId: string,
): boolean {
  if (metric.namespace !== namespace || metric.metricName !== metricName) return false;
  if (schema) {
    const names = new Set(schema);
    const dimensions = Object.keys(metric.dimensions);
    if (dimensions.length !== names.size || !dimensions.every((name) => names.has(name))) return false;
  }
  return where.every(({ label, isEqual, value }) => {
    return (labelValueOf(label, metric, accountId) === (value ?? accountId)) === isEqual;
  });
}

function labelValueOf(
  { kind, name }: MetricsInsightsLabel,
  metric: MetricsInsightsMetric,
  accountId: string,
): string | undefined {
  if (kind === "account") return metric.accountId ?? accountId;
  const values = kind === "tag" ? (metric.tags ?? {}) : metric.dimensions;
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

function mergeInto(sets: Map<number, StatisticSet>, start: number, set: StatisticSet): void {
  let merged = sets.get(start);
  if (!merged) {
    merged = new StatisticSet();
    sets.set(start, merged);
  }
  merged.merge(set);
}

/** By what ORDER BY says, and else, and among equals, by the values grouped by. */
function inOrder(query: MetricsInsightsQuery, groups: readonly Group[], starts: readonly number[]): Group[] {
  const byName = [...groups].sort((one, other) => compareNames(one.names, other.names));
  const { orderBy } = query;
  if (!orderBy) return byName;
  const direction = orderBy.descending ? -1 : 1;
  return byName
    .map((group) => ({ group, rank: rankOf(orderBy.function, query.function, group, starts) }))
    .sort((one, other) => direction * (one.rank - other.rank))
    .map(({ group }) => group);
}

/** One number for a series: of its datapoints in the range, for COUNT of the observations behind them. */
function rankOf(
  order: MetricsInsightsFunction,
  aggregate: MetricsInsightsFunction,
  { sets }: Group,
  starts: readonly number[],
): number {
  const whole = new StatisticSet();
  let observations = 0;
  for (const start of starts) {
    const set = sets.get(start);
    if (!set) continue;
    observations += set.sampleCount;
    whole.add(aggregated(aggregate, set));
  }
  return order === "COUNT" ? observations : aggregated(order, whole);
}

function seriesOf(
  { function: aggregate, groupBy }: MetricsInsightsQuery,
  { names, sets }: Group,
  starts: readonly number[],
): MetricsInsightsSeries {
  return {
    label: names.join(" "),
    attributes: Object.fromEntries(
      groupBy.map(({ kind, name }, index) => [kind === "tag" ? `tag.${name}` : name, names[index]!]),
    ),
    values: starts.map((start) => {
      const set = sets.get(start);
      return set ? aggregated(aggregate, set) : null;
    }),
  };
}

function aggregated(aggregate: MetricsInsightsFunction, set: StatisticSet): number {
  switch (aggregate) {
    case "AVG":
      return set.sum / set.sampleCount;
    case "COUNT":
      return set.sampleCount;
    case "MAX":
      return set.maximum;
    case "MIN":
      return set.minimum;
    case "SUM":
      return set.sum;
  }
}

function compareNames(one: readonly string[], other: readonly string[]): number {
  for (const [index, name] of one.entries()) {
    const second = other[index]!;
    if (name !== second) return name < second ? -1 : 1;
  }
  return 0;
}

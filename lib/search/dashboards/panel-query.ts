import type { ChartPanel, Panel, PanelBucket, PanelMetric } from "./description.ts";

/** The time that a panel shows, in ms since the epoch; the end is not in it. */
export interface PanelRange {
  readonly from: number;
  readonly to: number;
}

const EVENTS_SHOWN = 100;
const TIME_BUCKETS = 60;

/** Body of the `_search` call that gives a panel its figures: buckets inside one another, named `by0`, `by1`, the metric `value`. */
export function panelQuery(panel: Panel, range: PanelRange): object {
  const filter: object[] = [
    { range: { "@timestamp": { gte: range.from, lt: range.to, format: "epoch_millis" } } },
  ];
  if (panel.query !== undefined) filter.push({ query_string: { query: panel.query } });
  const query = { bool: { filter } };
  if (panel.chart === "events")
    return { size: EVENTS_SHOWN, query, sort: [{ "@timestamp": "desc" }, { "event.id": "desc" }] };
  return { size: 0, track_total_hits: true, query, aggs: bucketAggregations(panel, 0, range) };
}

function bucketAggregations(panel: ChartPanel, depth: number, range: PanelRange): object {
  const bucket = panel.by[depth];
  const inner = metricAggregation(panel.metric);
  if (bucket === undefined) return inner;
  const aggs = {
    ...inner,
    ...(depth + 1 < panel.by.length ? bucketAggregations(panel, depth + 1, range) : {}),
  };
  return { [`by${depth}`]: { ...bucketAggregation(bucket, panel.metric, range), aggs } };
}

function bucketAggregation(bucket: PanelBucket, metric: PanelMetric, { from, to }: PanelRange): object {
  switch (bucket.type) {
    case "time": {
      const interval = Math.max(1, Math.ceil((to - from) / TIME_BUCKETS / 1000));
      return { date_histogram: { field: "@timestamp", fixed_interval: `${interval}s`, min_doc_count: 1 } };
    }
    case "values":
      return {
        terms: {
          field: bucket.field,
          size: bucket.size,
          ...(bucket.byMetric && { order: { [orderOf(metric)]: "desc" } }),
        },
      };
    case "queries": {
      const named = bucket.queries.map(({ label, query }) => [label, { query_string: { query } }]);
      return { filters: { filters: Object.fromEntries(named) } };
    }
  }
}

function orderOf(metric: PanelMetric): string {
  if (metric.type === "count") return "_count";
  return metric.type === "percentile" ? `value.${metric.percent}` : "value";
}

function metricAggregation(metric: PanelMetric): object {
  switch (metric.type) {
    case "count":
      return {};
    case "percentile":
      return { value: { percentiles: { field: metric.field, percents: [metric.percent] } } };
    case "unique":
      return { value: { cardinality: { field: metric.field } } };
  }
}

import type { Dashboard, Panel, PanelBucket, PanelMetric } from "./description.ts";

/** Grid of Grafana: 24 wide, about 36 pixels a row where the description has 20. */
const COLUMNS = 24;
const ROW = 0.6;

const CHARTS: Readonly<Record<Panel["chart"], string>> = {
  bars: "timeseries",
  shares: "timeseries",
  table: "table",
  pie: "piechart",
  map: "table",
  events: "logs",
};

/**
 * The dashboard for Grafana's data sources `grafana-opensearch-datasource` and `elasticsearch`, whose queries are alike. The data source
 * is chosen in the dashboard.
 *
 * @see https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/
 */
export function grafanaDashboard(
  dashboard: Dashboard,
  type: "grafana-opensearch-datasource" | "elasticsearch",
): object {
  const datasource = { type, uid: "${datasource}" };
  return {
    uid: dashboard.id,
    title: dashboard.title,
    description: dashboard.description,
    editable: true,
    schemaVersion: 39,
    version: 1,
    tags: ["cumulog"],
    time: { from: "now-24h", to: "now" },
    timezone: "browser",
    refresh: "",
    annotations: { list: [] },
    templating: {
      list: [{ name: "datasource", label: "Data source", type: "datasource", query: type, hide: 0 }],
    },
    panels: dashboard.panels.map((panel, index) => ({
      id: index + 1,
      title: panel.title,
      description: panel.description,
      type: CHARTS[panel.chart],
      datasource,
      gridPos: {
        x: (panel.place.x * COLUMNS) / 48,
        y: Math.round(panel.place.y * ROW),
        w: (panel.place.w * COLUMNS) / 48,
        h: Math.round((panel.place.y + panel.place.h) * ROW) - Math.round(panel.place.y * ROW),
      },
      fieldConfig: { defaults: fieldDefaults(panel), overrides: [] },
      options: {},
      targets: targets(panel, datasource),
    })),
  };
}

function fieldDefaults({ chart }: Panel): object {
  if (chart === "bars")
    return { custom: { drawStyle: "bars", fillOpacity: 80, stacking: { mode: "normal" } } };
  if (chart === "shares")
    return { custom: { fillOpacity: 30, stacking: { mode: "percent" } }, unit: "percent" };
  return {};
}

function targets(panel: Panel, datasource: object): object[] {
  const common = { refId: "A", datasource, query: panel.query ?? "*", timeField: "@timestamp" };
  if (panel.chart === "events")
    return [{ ...common, metrics: [{ id: "1", type: "logs", settings: { limit: "100" } }], bucketAggs: [] }];
  return [
    {
      ...common,
      metrics: [metricTarget(panel.metric)],
      bucketAggs: panel.by.map((bucket, index) => bucketTarget(bucket, String(index + 2), panel.metric)),
    },
  ];
}

function metricTarget(metric: PanelMetric): object {
  switch (metric.type) {
    case "count":
      return { id: "1", type: "count" };
    case "percentile":
      return {
        id: "1",
        type: "percentiles",
        field: metric.field,
        settings: { percents: [String(metric.percent)] },
      };
    case "unique":
      return { id: "1", type: "cardinality", field: metric.field };
  }
}

function bucketTarget(bucket: PanelBucket, id: string, metric: PanelMetric): object {
  switch (bucket.type) {
    case "time":
      return {
        id,
        type: "date_histogram",
        field: "@timestamp",
        settings: { interval: "auto", min_doc_count: "0" },
      };
    case "values": {
      const ordered = bucket.byMetric && metric.type === "percentile" ? `1[${metric.percent}.0]` : "_count";
      return {
        id,
        type: "terms",
        field: bucket.field,
        settings: { min_doc_count: "1", size: String(bucket.size), order: "desc", orderBy: ordered },
      };
    }
    case "queries":
      return {
        id,
        type: "filters",
        settings: { filters: bucket.queries.map(({ label, query }) => ({ label, query })) },
      };
  }
}

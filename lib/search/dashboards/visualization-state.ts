import type { ChartPanel, PanelBucket, PanelMetric } from "./description.ts";

/** One aggregation of a visualization, as the applications keep it. */
interface AggregationState {
  readonly id: string;
  readonly enabled: true;
  readonly type: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly schema: string;
}

const TYPES: Readonly<Record<ChartPanel["chart"], string>> = {
  bars: "histogram",
  shares: "area",
  table: "table",
  pie: "pie",
  map: "heatmap",
};

/** What the buckets of a chart are for: its axis, its series, its slices, its rows. */
const SCHEMAS: Readonly<Record<ChartPanel["chart"], readonly string[]>> = {
  bars: ["segment", "group"],
  shares: ["segment", "group"],
  table: ["bucket", "bucket", "bucket"],
  pie: ["segment", "segment"],
  map: ["segment", "group"],
};

/** The `visState` of a panel: classic visualizations, which OpenSearch Dashboards and Kibana have in common. */
export function visualizationState(panel: ChartPanel): object {
  const { title, chart, metric, by } = panel;
  const metricId = "1";
  const aggs = [
    {
      id: metricId,
      enabled: true,
      type: metricType(metric),
      params: metricParameters(metric),
      schema: "metric",
    },
    ...by.map((bucket, index) => bucketState(bucket, String(index + 2), SCHEMAS[chart][index]!, metric)),
  ] satisfies AggregationState[];
  return { title, type: TYPES[chart], aggs, params: PARAMETERS[chart]() };
}

function metricType({ type }: PanelMetric): string {
  return type === "percentile" ? "percentiles" : type === "unique" ? "cardinality" : "count";
}

function metricParameters(metric: PanelMetric): Readonly<Record<string, unknown>> {
  if (metric.type === "count") return {};
  return metric.type === "unique"
    ? { field: metric.field }
    : { field: metric.field, percents: [metric.percent] };
}

function bucketState(bucket: PanelBucket, id: string, schema: string, metric: PanelMetric): AggregationState {
  const common = { id, enabled: true, schema } as const;
  switch (bucket.type) {
    case "time":
      return {
        ...common,
        type: "date_histogram",
        params: {
          drop_partials: false,
          extended_bounds: {},
          field: "@timestamp",
          interval: "auto",
          min_doc_count: 1,
          useNormalizedOpenSearchInterval: true,
        },
      };
    case "values": {
      const byMetric = bucket.byMetric && metric.type === "percentile" ? `1.${metric.percent}` : "1";
      return {
        ...common,
        type: "terms",
        params: {
          field: bucket.field,
          missingBucket: false,
          order: "desc",
          orderBy: byMetric,
          otherBucket: false,
          size: bucket.size,
        },
      };
    }
    case "queries":
      return {
        ...common,
        type: "filters",
        params: {
          filters: bucket.queries.map(({ label, query }) => ({
            input: { language: "lucene", query },
            label,
          })),
        },
      };
  }
}

function axes(kind: "histogram" | "area", mode: "normal" | "percentage"): object {
  return {
    addLegend: true,
    addTimeMarker: false,
    addTooltip: true,
    categoryAxes: [
      {
        id: "CategoryAxis-1",
        labels: { filter: true, show: true, truncate: 100 },
        position: "bottom",
        scale: { type: "linear" },
        show: true,
        style: {},
        title: {},
        type: "category",
      },
    ],
    grid: { categoryLines: false },
    labels: { show: false },
    legendPosition: "right",
    seriesParams: [
      {
        data: { id: "1", label: "Count" },
        drawLinesBetweenPoints: true,
        interpolate: "linear",
        lineWidth: 2,
        mode: "stacked",
        show: true,
        showCircles: true,
        type: kind,
        valueAxis: "ValueAxis-1",
      },
    ],
    thresholdLine: { color: "#E7664C", show: false, style: "full", value: 10, width: 1 },
    times: [],
    type: kind,
    valueAxes: [
      {
        id: "ValueAxis-1",
        labels: { filter: false, rotate: 0, show: true, truncate: 100 },
        name: "LeftAxis-1",
        position: "left",
        scale: { mode, type: "linear" },
        show: true,
        style: {},
        title: { text: mode === "percentage" ? "Share" : "Count" },
        type: "value",
      },
    ],
  };
}

const PARAMETERS: Readonly<Record<ChartPanel["chart"], () => object>> = {
  bars: () => axes("histogram", "normal"),
  shares: () => axes("area", "percentage"),
  table: () => ({
    perPage: 20,
    percentageCol: "",
    showMetricsAtAllLevels: false,
    showPartialRows: false,
    showTotal: false,
    sort: { columnIndex: null, direction: null },
    totalFunc: "sum",
  }),
  pie: () => ({
    addLegend: true,
    addTooltip: true,
    isDonut: true,
    labels: { last_level: true, show: true, truncate: 100, values: true },
    legendPosition: "right",
    type: "pie",
  }),
  map: () => ({
    addLegend: true,
    addTooltip: true,
    colorSchema: "Yellow to Red",
    colorsNumber: 6,
    colorsRange: [],
    enableHover: false,
    invertColors: false,
    legendPosition: "right",
    percentageMode: false,
    setColorRange: false,
    times: [],
    type: "heatmap",
    valueAxes: [
      {
        id: "ValueAxis-1",
        labels: { color: "black", overwriteColor: false, rotate: 0, show: true },
        scale: { defaultYExtents: false, type: "linear" },
        show: false,
        type: "value",
      },
    ],
  }),
};

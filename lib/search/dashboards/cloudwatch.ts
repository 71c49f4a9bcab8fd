import type { SearchField } from "../fields.ts";
import type { ChartPanel, Dashboard, EventsPanel, Panel, PanelBucket } from "./description.ts";

export interface CloudWatchDashboardOptions {
  readonly logGroupNames: readonly string[];
  readonly region: string;
  /** Alarms for the panel of alarms. @default none: the panel is left out */
  readonly alarmArns?: readonly string[] | undefined;
}

/** What Logs Insights calls the fields in lines of the JSON formatter; the others stand for themselves. */
const MEMBERS: Partial<Readonly<Record<SearchField, string>>> = {
  severity_text: "level",
  body: "message",
  "scope.name": "logger",
  "resource.service.name": "service",
  "error.type": "error.name",
  "http.route": "route",
  "http.response.status_code": "status",
  duration_ms: "durationMs",
  "user.id": "userId",
  "request.id": "requestId",
};
const VIEWS: Readonly<Record<Panel["chart"], string>> = {
  bars: "bar",
  shares: "timeSeries",
  table: "table",
  pie: "pie",
  map: "table",
  events: "table",
};
const ERRORS = 'level in ["ERROR", "FATAL"]';
/** Grid of CloudWatch: 24 wide. */
const COLUMNS = 24;

/**
 * The dashboard as a body for CloudWatch: Logs Insights on log groups whose lines the JSON formatter wrote. Messages are grouped as they
 * are, because a line has no template.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function cloudWatchDashboard(dashboard: Dashboard, options: CloudWatchDashboardOptions): object {
  const sources = options.logGroupNames.map((name) => `SOURCE '${name}'`).join(" | ");
  const widgets = dashboard.panels.flatMap((panel): object[] => {
    const { title, place } = panel;
    const at = {
      x: (place.x * COLUMNS) / 48,
      y: Math.floor(place.y / 2),
      width: (place.w * COLUMNS) / 48,
      height: Math.floor(place.h / 2),
    };
    if (panel.id === "alarm-history") {
      const { alarmArns = [] } = options;
      return alarmArns.length === 0
        ? []
        : [{ type: "alarm", ...at, properties: { title, alarms: alarmArns } }];
    }
    const query = `${sources} | ${insightsQuery(panel)}`;
    return [
      { type: "log", ...at, properties: { title, region: options.region, view: VIEWS[panel.chart], query } },
    ];
  });
  return { start: "-PT24H", widgets };
}

/** The Logs Insights query of a panel, without its sources. */
export function insightsQuery(panel: Panel): string {
  return panel.chart === "events" ? eventsQuery(panel) : statisticsQuery(panel);
}

function eventsQuery({ columns }: EventsPanel): string {
  const fields = columns.filter((field) => field !== "attributes").map(memberOf);
  return `fields @timestamp, ${fields.join(", ")} | filter ${ERRORS} | sort @timestamp desc | limit 100`;
}

function statisticsQuery(panel: ChartPanel): string {
  if (panel.chart === "shares")
    return `fields level like /ERROR|FATAL/ as isError | stats sum(isError) * 100 / count(*) as errorRate by bin(5m)`;
  const filters = panel.query === undefined ? [] : [ERRORS];
  for (const bucket of panel.by)
    if (bucket.type === "values") filters.push(`ispresent(${memberOf(bucket.field)})`);
  const { metric } = panel;
  const value =
    metric.type === "count"
      ? "count(*) as events"
      : metric.type === "percentile"
        ? `pct(${memberOf(metric.field)}, ${metric.percent}) as p${metric.percent}`
        : `count_distinct(${memberOf(metric.field)}) as different`;
  const name = value.split(" as ")[1]!;
  const hasTime = panel.by.some(({ type }) => type === "time");
  const filter = filters.length === 0 ? "" : `filter ${filters.join(" and ")} | `;
  const order = hasTime ? "" : ` | sort ${name} desc | limit ${limitOf(panel)}`;
  return `${filter}stats ${value} by ${panel.by.map(groupOf).join(", ")}${order}`;
}

function limitOf({ by }: ChartPanel): number {
  return by.reduce((limit, bucket) => limit * (bucket.type === "values" ? bucket.size : 1), 1);
}

function groupOf(bucket: PanelBucket): string {
  return bucket.type === "time" ? "bin(5m)" : bucket.type === "values" ? memberOf(bucket.field) : "level";
}

const memberOf = (field: SearchField): string =>
  field === "message_template" ? "message" : (MEMBERS[field] ?? field);

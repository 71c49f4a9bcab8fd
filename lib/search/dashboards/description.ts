import type { SearchField } from "../fields.ts";

/** What is counted or computed of the events in a bucket. */
export type PanelMetric =
  | { readonly type: "count" }
  | { readonly type: "percentile"; readonly field: SearchField; readonly percent: number }
  | { readonly type: "unique"; readonly field: SearchField };

/** How events are put into buckets. */
export type PanelBucket =
  | { readonly type: "time" }
  /** The most frequent values of a field; by the first metric when `byMetric`. */
  | {
      readonly type: "values";
      readonly field: SearchField;
      readonly size: number;
      readonly byMetric?: boolean;
    }
  /** One bucket for each query. */
  | {
      readonly type: "queries";
      readonly queries: readonly { readonly label: string; readonly query: string }[];
    };

/** Place on a grid that is 48 wide. */
export interface PanelPlace {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

interface PanelCommon {
  /** Part of the saved object's id: never change it. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Query in Lucene's syntax, which every tool takes. @default every event */
  readonly query?: string;
  readonly place: PanelPlace;
}

export type ChartPanel = PanelCommon & {
  readonly chart: "bars" | "shares" | "table" | "pie" | "map";
  readonly metric: PanelMetric;
  readonly by: readonly PanelBucket[];
};

/** The newest events themselves. */
export type EventsPanel = PanelCommon & {
  readonly chart: "events";
  readonly columns: readonly SearchField[];
};

export type Panel = ChartPanel | EventsPanel;

export interface Dashboard {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly panels: readonly Panel[];
}

const ERRORS = "severity_text:(ERROR OR FATAL)";
const COUNT = { type: "count" } as const;
const TIME = { type: "time" } as const;
const values = (field: SearchField, size: number): PanelBucket => ({ type: "values", field, size });

/** The dashboard of an application's logs. */
export const LOG_DASHBOARD: Dashboard = {
  id: "cumulog-logs",
  title: "Logs",
  description: "Volume, errors, slow routes, users and alarms of what the services log.",
  panels: [
    {
      id: "volume-by-level",
      title: "Events by level",
      description: "How much is logged, and how severe it is.",
      chart: "bars",
      metric: COUNT,
      by: [TIME, values("severity_text", 6)],
      place: { x: 0, y: 0, w: 24, h: 14 },
    },
    {
      id: "error-rate",
      title: "Error rate",
      description: "Share of the events that are errors.",
      chart: "shares",
      metric: COUNT,
      by: [
        TIME,
        {
          type: "queries",
          queries: [
            { label: "errors", query: ERRORS },
            { label: "others", query: `NOT ${ERRORS}` },
          ],
        },
      ],
      place: { x: 24, y: 0, w: 24, h: 14 },
    },
    {
      id: "top-templates",
      title: "Top messages",
      description: "The most frequent messages, with what changes in them replaced.",
      chart: "table",
      metric: COUNT,
      by: [values("message_template", 20)],
      place: { x: 0, y: 14, w: 24, h: 16 },
    },
    {
      id: "top-errors",
      title: "Top errors",
      description: "The most frequent errors by name and service.",
      chart: "table",
      query: ERRORS,
      metric: COUNT,
      by: [values("error.type", 20), values("resource.service.name", 5)],
      place: { x: 24, y: 14, w: 24, h: 16 },
    },
    {
      id: "slow-routes",
      title: "Slow routes, p95",
      description: "Duration in ms that 95 of 100 requests stay under.",
      chart: "table",
      metric: { type: "percentile", field: "duration_ms", percent: 95 },
      by: [{ type: "values", field: "http.route", size: 20, byMetric: true }],
      place: { x: 0, y: 30, w: 24, h: 16 },
    },
    {
      id: "status-by-route",
      title: "Status by route",
      description: "Answers by status and route.",
      chart: "map",
      metric: COUNT,
      by: [values("http.route", 15), values("http.response.status_code", 10)],
      place: { x: 24, y: 30, w: 24, h: 16 },
    },
    {
      id: "by-service",
      title: "Services",
      description: "Who logs how much.",
      chart: "pie",
      metric: COUNT,
      by: [values("resource.service.name", 12)],
      place: { x: 0, y: 46, w: 24, h: 14 },
    },
    {
      id: "errors-by-user",
      title: "Users with errors",
      description: "Users who met most errors.",
      chart: "table",
      query: ERRORS,
      metric: COUNT,
      by: [values("user.id", 20)],
      place: { x: 24, y: 46, w: 24, h: 14 },
    },
    {
      id: "newest-errors",
      title: "Newest errors",
      description: "The errors themselves, the newest first.",
      chart: "events",
      query: ERRORS,
      columns: ["severity_text", "resource.service.name", "body", "error.type", "user.id", "trace_id"],
      place: { x: 0, y: 60, w: 48, h: 18 },
    },
    {
      id: "alarm-history",
      title: "Alarm history",
      description:
        "Changes of alarms' states, when their events are sent to a log group with a subscription.",
      chart: "events",
      query: 'attributes.detail-type:"CloudWatch Alarm State Change"',
      columns: ["resource.cloud.account.id", "attributes"],
      place: { x: 0, y: 78, w: 48, h: 14 },
    },
  ],
};

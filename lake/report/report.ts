import type { ChartDescription } from "cumulog/analysis";
import { namedQuery, renderQuery } from "cumulog/analysis";
import type { ChartData } from "../charts/chart-data.ts";
import { chartSvg } from "../charts/render.ts";
import { DARK, LIGHT } from "../charts/theme.ts";
import { queryRows } from "../query.ts";

export interface ReportOptions {
  readonly directory: string;
  /** @default Logs */
  readonly title?: string;
  /** Names of queries. @default those of REPORT_QUERIES that answer something */
  readonly queries?: readonly string[];
  /** Milliseconds since the epoch, inclusive. */
  readonly from?: number;
  /** Milliseconds since the epoch, exclusive. */
  readonly to?: number;
  /** Zone of days, hours and times. @default UTC */
  readonly timezone?: string;
  /** Called for each query. */
  readonly onQuery?: (name: string) => void;
  readonly signal?: AbortSignal;
}

/** One query of a report with what it answered. */
export interface ReportSection {
  readonly name: string;
  readonly title: string;
  readonly sql: string;
  readonly chart: ChartDescription | undefined;
  readonly data: ChartData;
  /** The chart in light and dark, when there is something to draw. */
  readonly svg: { readonly light: string; readonly dark: string } | undefined;
}

export interface Report {
  readonly title: string;
  readonly timezone: string;
  /** Of the events that were looked at; undefined when there is none. */
  readonly span:
    | { readonly from: number; readonly to: number; readonly events: number; readonly errors: number }
    | undefined;
  readonly sections: readonly ReportSection[];
}

export const REPORT_QUERIES: readonly string[] = [
  "error-rate-by-hour",
  "top-errors",
  "errors-by-user",
  "status-mix",
  "status-by-hour",
  "slow-routes",
  "duration-by-route",
  "duration-histogram",
  "slow-requests",
  "weekday-hours",
  "sessions",
  "silent-services",
  "volume-and-cost",
  "data-quality",
];

/**
 * Asks a lake the queries of a report.
 *
 * @throws LakeNotFoundError, UnknownQueryError
 */
export async function makeReport(options: ReportOptions): Promise<Report> {
  const { directory, title = "Logs", timezone = "UTC", signal } = options;
  const names = options.queries ?? REPORT_QUERIES;
  const span = { from: options.from, to: options.to };
  const queries = names.map(namedQuery);
  const found = await spanOf(directory, span);
  const sections: ReportSection[] = [];
  for (const query of found === undefined ? [] : queries) {
    const { name } = query;
    options.onQuery?.(name);
    const sql = renderQuery(query, span);
    const data = await queryRows({
      directory,
      sql,
      ...(timezone !== "UTC" && { timezone }),
      ...(signal !== undefined && { signal }),
    });
    // A query that was not asked for by name and has no answer is left out.
    if (data.rows.length === 0 && options.queries === undefined) continue;
    sections.push({
      name,
      title: query.title,
      sql,
      chart: query.chart,
      data,
      svg: await drawn(data, query.chart, timezone),
    });
  }
  return { title, timezone, span: found, sections };
}

async function drawn(data: ChartData, chart: ChartDescription | undefined, timezone: string) {
  if (chart === undefined || data.rows.length === 0) return undefined;
  return {
    light: await chartSvg(data, chart, { theme: LIGHT, timezone }),
    dark: await chartSvg(data, chart, { theme: DARK, timezone }),
  };
}

async function spanOf(
  directory: string,
  { from, to }: { readonly from: number | undefined; readonly to: number | undefined },
): Promise<Report["span"]> {
  const conditions = [
    "true",
    ...(from === undefined ? [] : [`epoch_ms >= ${from}`]),
    ...(to === undefined ? [] : [`epoch_ms < ${to}`]),
  ];
  const { rows } = await queryRows({
    directory,
    sql: `SELECT MIN(epoch_ms), MAX(epoch_ms), COUNT(*), COUNT(*) FILTER (is_error) FROM logs WHERE ${conditions.join(" AND ")}`,
  });
  const [first, last, events, errors] = rows[0] as readonly (number | null)[];
  return first == null || last == null
    ? undefined
    : { from: first, to: last, events: events!, errors: errors! };
}

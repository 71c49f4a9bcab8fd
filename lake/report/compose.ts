import {
  type ChartDescription,
  type Dialect,
  type NamedQuery,
  namedQuery,
  renderQuery,
  type TimeSpan,
} from "cumulog/analysis";
import type { ChartData } from "../charts/chart-data.ts";
import { chartSvg } from "../charts/render.ts";
import { DARK, LIGHT } from "../charts/theme.ts";

/** What a report says. */
export interface ReportContents {
  /** @default Logs */
  readonly title?: string | undefined;
  /** Names of queries. @default those of REPORT_QUERIES that answer something */
  readonly queries?: readonly string[] | undefined;
  /** Milliseconds since the epoch, inclusive. @default all */
  readonly from?: number | undefined;
  /** Milliseconds since the epoch, exclusive. @default all */
  readonly to?: number | undefined;
  /** Zone in which times are shown. @default UTC */
  readonly timezone?: string | undefined;
  /** Called for each query. */
  readonly onQuery?: ((name: string) => void) | undefined;
}

/** Where the answers of a report come from. */
export interface AskedLake {
  /** Engine for which the queries are written. */
  readonly dialect: Dialect;
  /** Runs a query. */
  ask(sql: string): Promise<ChartData>;
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

/** Queries with their answers and charts. */
export interface Report {
  readonly title: string;
  readonly timezone: string;
  /** Of the events that were looked at; undefined when there is none. */
  readonly span:
    | { readonly from: number; readonly to: number; readonly events: number; readonly errors: number }
    | undefined;
  readonly sections: readonly ReportSection[];
}

/** Queries that a report asks when it is not told others. */
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

const SPAN: NamedQuery = {
  name: "span",
  title: "Span",
  parameters: [],
  template: `SELECT MIN(epoch_ms) AS first_ms, MAX(epoch_ms) AS last_ms, COUNT(*) AS events, SUM(CASE WHEN is_error THEN 1 ELSE 0 END) AS errors
FROM logs
WHERE day BETWEEN :from_day AND :to_day AND epoch_ms >= :from_ms AND epoch_ms < :to_ms`,
};

/**
 * Asks a lake the queries of a report, wherever the lake is.
 *
 * @throws UnknownQueryError, and what the lake throws
 */
export async function composeReport(contents: ReportContents, lake: AskedLake): Promise<Report> {
  const { title = "Logs", timezone = "UTC", from, to } = contents;
  const { dialect } = lake;
  const queries = (contents.queries ?? REPORT_QUERIES).map(namedQuery);
  const span = await spanOf({ from, to }, lake);
  const sections: ReportSection[] = [];
  for (const query of span === undefined ? [] : queries) {
    const { name, chart } = query;
    contents.onQuery?.(name);
    const sql = renderQuery(query, { from, to, dialect });
    const data = await lake.ask(sql);
    // A query that was not asked for by name and has no answer is left out.
    if (data.rows.length === 0 && contents.queries === undefined) continue;
    const svg = await drawn(data, chart, timezone);
    sections.push({ name, title: query.title, sql, chart, data, svg });
  }
  return { title, timezone, span, sections };
}

async function drawn(data: ChartData, chart: ChartDescription | undefined, timezone: string) {
  if (chart === undefined || data.rows.length === 0) return undefined;
  return {
    light: await chartSvg(data, chart, { theme: LIGHT, timezone }),
    dark: await chartSvg(data, chart, { theme: DARK, timezone }),
  };
}

async function spanOf(span: TimeSpan, { dialect, ask }: AskedLake): Promise<Report["span"]> {
  const { rows } = await ask(renderQuery(SPAN, { ...span, dialect }));
  const [first, last, events, errors] = rows[0] as readonly (number | null)[];
  return first == null || last == null
    ? undefined
    : { from: first, to: last, events: events!, errors: errors! };
}

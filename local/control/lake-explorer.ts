import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ChartData, QueryResult } from "@cumulog/lake";
import {
  type NamedQuery,
  namedQueries,
  namedQuery,
  renderQuery,
  type TimeSpan,
  UnknownQueryError,
} from "cumulog/analysis";
import { parseMoment } from "cumulog/semantics";
import type { Cloud } from "#kernel/cloud.ts";
import { lakeEngine } from "../services/athena/lake-engine.ts";
import { RequestRefusedError } from "./request-refused-error.ts";
import { askStackLake, lakeDatabases } from "./stack-lake.ts";

/** What the page may ask a lake. */
export interface LakeExplorerQueries {
  /** Folder of the lake on this machine. */
  readonly directory: string;
  /** Whether something was loaded into it. */
  readonly isFilled: boolean;
  /** Databases of the lakes of deployed stacks. */
  readonly databases: readonly string[];
  readonly queries: readonly Omit<NamedQuery, "template">[];
}

/** What a lake answered. */
export interface LakeExplorerAnswer extends ChartData {
  readonly title: string;
  /** Zone of days, hours and times. */
  readonly timezone: string;
  /** What was asked, with the values of the parameters. */
  readonly sql: string;
  /** Whether there are more rows than were read. */
  readonly more: boolean;
  /** The chart as SVG in both themes, when the query has one and there is something to draw. */
  readonly svg?: { readonly light: string; readonly dark: string };
}

const DEFAULT_QUERY = "error-rate-by-hour";
const MOST_ROWS = 1_000;
const PATIENCE_MS = 30_000;
const WIDTHS = { least: 320, most: 1_600 } as const;
/** A picture of a narrow screen is less high. */
const heightOf = (width: number): number => (width < 600 ? 260 : 340);

/**
 * Asks the lake in a folder, or that of a deployed stack, the queries that ship. Their SQL reads the lake and nothing else: no other
 * file, no network.
 * Whoever opens the page needs no lake: what is missing is said when it is asked.
 */
export class LakeExplorer {
  readonly #cloud: Cloud;
  readonly #directory: string;

  constructor(cloud: Cloud, directory: string) {
    this.#cloud = cloud;
    this.#directory = directory;
  }

  queries(): LakeExplorerQueries {
    return {
      directory: this.#directory,
      isFilled: existsSync(join(this.#directory, "logs")),
      databases: lakeDatabases(this.#cloud),
      queries: namedQueries().map(({ template: _, ...query }) => query),
    };
  }

  /** @throws RequestRefusedError with what is wrong, ServiceError when the package of the lake is not installed */
  async ask(body: Readonly<Record<string, unknown>>): Promise<LakeExplorerAnswer> {
    const lake = await lakeEngine();
    try {
      const { query: name = DEFAULT_QUERY, width = 900 } = body;
      const query = namedQuery(String(name));
      const database = textOf(body, "database");
      const timezone = database === undefined ? (textOf(body, "timezone") ?? "UTC") : "UTC";
      const sql = renderQuery(query, {
        ...this.#spanOf(body),
        parameters: textsOf(body["parameters"]),
        dialect: database === undefined ? "duckdb" : "athena",
      });
      const found = await this.#rows(lake, sql, database, timezone);
      const { title, chart } = query;
      if (chart === undefined || found.rows.length === 0) return { title, timezone, sql, ...found };
      const pixels = Math.min(WIDTHS.most, Math.max(WIDTHS.least, Math.round(Number(width)) || 0));
      const size = { width: pixels, height: heightOf(pixels) };
      const [light, dark] = await Promise.all(
        [lake.LIGHT, lake.DARK].map((theme) => lake.chartSvg(found, chart, { ...size, theme, timezone })),
      );
      return { title, timezone, sql, ...found, svg: { light: light!, dark: dark! } };
    } catch (error) {
      if (error instanceof lake.LakeError || error instanceof UnknownQueryError)
        throw new RequestRefusedError(400, error.message);
      if ((error as Error).name === "TimeoutError")
        throw new RequestRefusedError(
          408,
          `The lake has not answered within ${PATIENCE_MS / 1_000} s: ask with cumulog query, which waits.`,
        );
      throw error;
    }
  }

  async #rows(
    lake: typeof import("@cumulog/lake"),
    sql: string,
    database: string | undefined,
    timezone: string,
  ): Promise<FirstRows> {
    if (database === undefined) {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const zone = timezone === "UTC" ? {} : { timezone };
      return lake.queryLake({ directory: this.#directory, sql, signal, ...zone }, firstRows);
    }
    const known = lakeDatabases(this.#cloud);
    if (!known.includes(database))
      throw new RequestRefusedError(
        400,
        `There is no lake ${JSON.stringify(database)}: expected one of ${known.join(", ") || "none"}.`,
      );
    const { columns, rows } = await askStackLake(this.#cloud, database, sql);
    return { columns, rows: rows.slice(0, MOST_ROWS), more: rows.length > MOST_ROWS };
  }

  /** @throws RequestRefusedError */
  #spanOf(body: Readonly<Record<string, unknown>>): TimeSpan {
    const [from, to] = (["from", "to"] as const).map((name) => {
      const text = textOf(body, name);
      if (text === undefined) return undefined;
      const time = parseMoment(text, this.#cloud.clock.now());
      if (time !== undefined) return time;
      throw new RequestRefusedError(
        400,
        `${name} is ${JSON.stringify(text)}: expected a time such as 2026-01-31T08:00:00Z, or 7d for seven days ago.`,
      );
    });
    if (from !== undefined && to !== undefined && from >= to)
      throw new RequestRefusedError(400, "from is not before to: expected an earlier time.");
    return { from, to };
  }
}

type FirstRows = ChartData & { readonly more: boolean };

/** @throws RequestRefusedError */
function textOf(body: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const { [name]: value } = body;
  if (value === undefined || value === "") return undefined;
  if (typeof value === "string") return value;
  throw new RequestRefusedError(400, `${name} must be a text.`);
}

async function firstRows({ columns, parts }: QueryResult): Promise<FirstRows> {
  const rows: ChartData["rows"][number][] = [];
  for await (const part of parts) {
    rows.push(...part.slice(0, MOST_ROWS + 1 - rows.length));
    if (rows.length > MOST_ROWS) break;
  }
  return { columns, rows: rows.slice(0, MOST_ROWS), more: rows.length > MOST_ROWS };
}

/** @throws RequestRefusedError */
function textsOf(parameters: unknown = {}): Record<string, string> {
  const isTexts =
    typeof parameters === "object" &&
    parameters !== null &&
    Object.values(parameters).every((value) => typeof value === "string");
  if (!isTexts) throw new RequestRefusedError(400, "parameters must be an object of texts.");
  return parameters as Record<string, string>;
}

import type { ChartData, QueryResult } from "@cumulog/lake";
import { type NamedQuery, namedQueries, namedQuery, renderQuery, UnknownQueryError } from "cumulog/analysis";
import { lakeEngine } from "../services/athena/lake-engine.ts";
import { RequestRefusedError } from "./request-refused-error.ts";

/** What the page may ask a lake. */
export interface LakeExplorerQueries {
  /** Folder of the lake. */
  readonly directory: string;
  readonly queries: readonly Omit<NamedQuery, "template">[];
}

/** What a lake answered. */
export interface LakeExplorerAnswer extends ChartData {
  readonly title: string;
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
 * Asks the lake in a folder the queries that ship. Their SQL reads the lake and nothing else: no other file, no network.
 * Whoever opens the page needs no lake: what is missing is said when it is asked.
 */
export class LakeExplorer {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  queries(): LakeExplorerQueries {
    return {
      directory: this.#directory,
      queries: namedQueries().map(({ template: _, ...query }) => query),
    };
  }

  /** @throws RequestRefusedError with what is wrong, ServiceError when the package of the lake is not installed */
  async ask(body: Readonly<Record<string, unknown>>): Promise<LakeExplorerAnswer> {
    const lake = await lakeEngine();
    try {
      const { query: name = DEFAULT_QUERY, width = 900 } = body;
      const query = namedQuery(String(name));
      const sql = renderQuery(query, { parameters: textsOf(body["parameters"]) });
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const found = await lake.queryLake({ directory: this.#directory, sql, signal }, firstRows);
      const { title, chart } = query;
      if (chart === undefined || found.rows.length === 0) return { title, sql, ...found };
      const pixels = Math.min(WIDTHS.most, Math.max(WIDTHS.least, Math.round(Number(width)) || 0));
      const size = { width: pixels, height: heightOf(pixels) };
      const [light, dark] = await Promise.all(
        [lake.LIGHT, lake.DARK].map((theme) => lake.chartSvg(found, chart, { ...size, theme })),
      );
      return { title, sql, ...found, svg: { light: light!, dark: dark! } };
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
}

async function firstRows({ columns, parts }: QueryResult): Promise<ChartData & { readonly more: boolean }> {
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

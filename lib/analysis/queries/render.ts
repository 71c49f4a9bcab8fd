import { namedQueries } from "./catalog.ts";
import type { Dialect, NamedQuery, QueryParameter } from "./named-query.ts";

/** A span of time that a query looks at. */
export interface TimeSpan {
  /** Milliseconds since the epoch, inclusive. @default all */
  readonly from?: number | undefined;
  /** Milliseconds since the epoch, exclusive. @default all */
  readonly to?: number | undefined;
}

export interface RenderOptions extends TimeSpan {
  /** Values of the parameters, as text. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** @default duckdb */
  readonly dialect?: Dialect;
}

/** A query or parameter that there is not, or a value that is none. */
export class UnknownQueryError extends Error {
  override readonly name = "UnknownQueryError";
}

const DAY = 86_400_000;
const LAST_MS = Date.UTC(10_000, 0, 1);

/** The query of a name. @throws UnknownQueryError */
export function namedQuery(name: string): NamedQuery {
  const query = namedQueries().find((one) => one.name === name);
  if (query !== undefined) return query;
  const names = namedQueries().map((one) => one.name);
  throw new UnknownQueryError(`There is no query "${name}": expected one of ${names.join(", ")}, or SQL.`);
}

/**
 * The text of a query for an engine. Days are restricted one further on each side, so that files of other days are not read, and
 * days of any time zone are whole.
 *
 * @throws UnknownQueryError for a parameter that is missing, unknown or of another kind
 */
export function renderQuery(query: NamedQuery, options: RenderOptions = {}): string {
  const { parameters = {}, dialect = "duckdb", from = 0, to = LAST_MS } = options;
  for (const name of Object.keys(parameters))
    if (!query.parameters.some((parameter) => parameter.name === name))
      throw new UnknownQueryError(
        `The query ${query.name} has no parameter "${name}": expected ${query.parameters.length === 0 ? "none" : query.parameters.map((parameter) => parameter.name).join(", ")}.`,
      );
  const values: Record<string, string> = {
    from_ms: String(from),
    to_ms: String(to),
    from_day: quoted(dayText(Math.max(0, from - DAY)), dialect),
    to_day: quoted(dayText(Math.min(LAST_MS - 1, to + DAY)), dialect),
  };
  for (const parameter of query.parameters)
    values[parameter.name] = valueIn(query, parameter, parameters[parameter.name], dialect);
  return query.template
    .replaceAll(/\{\{(\w+)(?::([^}]*))?\}\}/g, (_, name: string, argument: string = "") =>
      dialectText(name, argument.split(","), dialect),
    )
    .replaceAll(/(?<![:\w]):([a-z]\w*)/g, (whole, name: string) => values[name] ?? whole);
}

const dayText = (time: number): string => new Date(time).toISOString().slice(0, 10);

function valueIn(
  { name: query }: NamedQuery,
  { name, kind, description, default: fallback }: QueryParameter,
  given: string | undefined,
  dialect: Dialect,
): string {
  const text = given ?? fallback;
  if (text === undefined)
    throw new UnknownQueryError(`The query ${query} needs --param ${name}=…: ${description}.`);
  if (kind === "text") return quoted(text, dialect);
  const number = kind === "time" && Number.isNaN(Number(text)) ? Date.parse(text) : Number(text);
  if (Number.isFinite(number) && text.trim() !== "") return String(number);
  const expected = kind === "time" ? "a time such as 2026-01-31T12:00:00Z" : "a number";
  throw new UnknownQueryError(`--param ${name}=${text}: expected ${expected}.`);
}

/** Of the three, only BigQuery reads backslashes in texts. */
function quoted(text: string, dialect: Dialect): string {
  return dialect === "bigquery"
    ? `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`
    : `'${text.replaceAll("'", "''")}'`;
}

/** What the engines write differently. */
function dialectText(name: string, [first = "", second = ""]: readonly string[], dialect: Dialect): string {
  const text = TEXTS[name]?.[dialect];
  if (text === undefined) throw new UnknownQueryError(`A query says {{${name}}}, which no engine knows.`);
  return text(first, second);
}

type DialectText = Readonly<Record<Dialect, (first: string, second: string) => string>>;

const TEXTS: Readonly<Record<string, DialectText>> = {
  quantile: {
    duckdb: (column, part) => `QUANTILE_CONT(${column}, ${part})`,
    athena: (column, part) => `APPROX_PERCENTILE(${column}, ${part})`,
    bigquery: (column, part) => `APPROX_QUANTILES(${column}, 1000)[OFFSET(${Number(part) * 1_000})]`,
  },
  /** From 1, Monday, to 7. */
  weekday: {
    duckdb: (day) => `ISODOW(CAST(${day} AS DATE))`,
    athena: (day) => `DAY_OF_WEEK(CAST(${day} AS DATE))`,
    bigquery: (day) => `MOD(EXTRACT(DAYOFWEEK FROM CAST(${day} AS DATE)) + 5, 7) + 1`,
  },
  /** Lines of files have ids of their file and the number of the line, which is the order in which they arrived. */
  id_source: {
    duckdb: () => "SPLIT_PART(event_id, '-', 1)",
    athena: () => "SPLIT_PART(event_id, '-', 1)",
    bigquery: () => "SPLIT(event_id, '-')[SAFE_OFFSET(0)]",
  },
  id_number: {
    duckdb: () => "TRY_CAST(SPLIT_PART(event_id, '-', 2) AS BIGINT)",
    athena: () => "TRY_CAST(SPLIT_PART(event_id, '-', 2) AS BIGINT)",
    bigquery: () => "SAFE_CAST(SPLIT(event_id, '-')[SAFE_OFFSET(1)] AS INT64)",
  },
};

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  CHART_KINDS,
  type ChartDescription,
  type ChartKind,
  type NamedQuery,
  type QueryParameter,
} from "./named-query.ts";

/** `queries/` of this package: two folders above the source, three above what is built, and beside the code of a function. */
function folderOfQueries(): string {
  const places = ["../../queries", "../../../queries", "queries"].map((path) =>
    join(import.meta.dirname, path),
  );
  return places.find((path) => existsSync(join(path, "error-rate-by-hour.sql")))!;
}

let queries: readonly NamedQuery[] | undefined;

/** The queries that ship, by their names in alphabetical order. */
export function namedQueries(): readonly NamedQuery[] {
  if (queries !== undefined) return queries;
  const folder = folderOfQueries();
  queries = readdirSync(folder)
    .filter((file) => file.endsWith(".sql"))
    .sort()
    .map((file) => parseQuery(file.slice(0, -4), readFileSync(join(folder, file), "utf8")));
  return queries;
}

const PARAMETER = /^param ([a-z]\w*)(?: \((time)\))?(?: = ?(.*?))?: (.+)$/;

/** Reads a query: its title, parameters and chart stand in comments at the top. */
export function parseQuery(name: string, text: string): NamedQuery {
  const lines = text.trimEnd().split("\n");
  const end = lines.findIndex((line) => !line.startsWith("--"));
  const [title = name, ...notes] = lines.slice(0, end).map((line) => line.slice(2).trim());
  const parameters: QueryParameter[] = [];
  let chart: ChartDescription | undefined;
  for (const note of notes) {
    const parameter = PARAMETER.exec(note);
    if (parameter !== null) parameters.push(parameterOf(parameter));
    else if (note.startsWith("chart: ")) chart = chartOf(note.slice(7));
  }
  return { name, title, parameters, ...(chart && { chart }), template: lines.slice(end).join("\n") };
}

function parameterOf([, name = "", time, value, description = ""]: RegExpExecArray): QueryParameter {
  const isNumber = value !== undefined && value.trim() !== "" && Number.isFinite(Number(value));
  const kind = time !== undefined ? "time" : isNumber ? "number" : "text";
  return { name, kind, description, ...(value !== undefined && { default: value.trim() }) };
}

function chartOf(text: string): ChartDescription {
  const [kind, ...pairs] = text.split(" ");
  const of = Object.fromEntries(pairs.map((pair) => pair.split("=") as [string, string]));
  return {
    kind: CHART_KINDS.find((known): known is ChartKind => known === kind)!,
    x: of["x"]?.split(",") ?? [],
    y: of["y"]?.split(",") ?? [],
    ...(of["by"] !== undefined && { by: of["by"] }),
    ...(of["value"] !== undefined && { value: of["value"] }),
  };
}

import { join } from "node:path";
import { COLUMN_TYPES, contractWith, type DeclaredColumns } from "cumulog/analysis";
import { identifier, literal } from "../engine/engine.ts";
import type { LakeState } from "./state.ts";

/**
 * The query of the view `logs`: every column of the contract from all files, `NULL` where a file is older than a column, and a
 * cast where its type has changed.
 *
 * @param folder where the files lie: the folder of a state, or the one that is replaced
 */
export function viewQuery(folder: string, state: LakeState): string {
  const { columns } = contractWith(state.declared);
  const kinds = [...new Set(state.files.map(({ declared }) => JSON.stringify(declared)))];
  const renamed = state.templates?.renamed ?? {};
  const parts = kinds.map((kind) => {
    const files = state.files.filter(({ declared }) => JSON.stringify(declared) === kind);
    return part(
      folder,
      files.map(({ path }) => path),
      columns,
      JSON.parse(kind) as DeclaredColumns,
      renamed,
    );
  });
  if (parts.length > 0) return parts.join("\nUNION ALL\n");
  const nothing = columns.map(
    ({ name, type }) => `NULL::${COLUMN_TYPES[type].duckdb} AS ${identifier(name)}`,
  );
  return `SELECT ${nothing.join(", ")} WHERE false`;
}

type Columns = ReturnType<typeof contractWith>["columns"];

function part(
  folder: string,
  paths: readonly string[],
  columns: Columns,
  declared: DeclaredColumns,
  renamed: Readonly<Record<string, string>>,
): string {
  const stored = new Map(contractWith(declared).columns.map(({ name, type }) => [name, type]));
  const values = columns.map(({ name, type }) => {
    const quoted = identifier(name);
    const { duckdb } = COLUMN_TYPES[type];
    if (name === "message_template") return `${renamedTemplate(quoted, renamed)} AS ${quoted}`;
    if (!stored.has(name)) return `NULL::${duckdb} AS ${quoted}`;
    return stored.get(name) === type ? quoted : `TRY_CAST(${quoted} AS ${duckdb}) AS ${quoted}`;
  });
  const files = paths.map((path) => literal(join(folder, path)));
  return `SELECT ${values.join(", ")} FROM read_parquet([${files.join(", ")}], hive_partitioning = true, hive_types = {'day': VARCHAR})`;
}

function renamedTemplate(column: string, renamed: Readonly<Record<string, string>>): string {
  const entries = Object.entries(renamed).map(([from, to]) => `${literal(from)}: ${literal(to)}`);
  return entries.length === 0 ? column : `coalesce(MAP {${entries.join(", ")}}[${column}], ${column})`;
}

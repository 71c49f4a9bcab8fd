import type { Cloud } from "../../kernel/cloud.ts";
import { duckdbType } from "../glue/duckdb-type.ts";
import { openCatalog, type Table } from "../glue/state.ts";
import { openBuckets } from "../s3/state.ts";

export interface Words {
  identifier(name: string): string;
  literal(text: string): string;
}

/** Files of a table, with what their folders say. */
interface TableFile {
  readonly path: string;
  readonly size: number;
  readonly partition: string | undefined;
}

/** What makes the tables of a database in DuckDB, and the files that may be read. */
export interface DatabaseSetup {
  readonly statements: readonly string[];
  readonly files: readonly TableFile[];
}

/** The tables of a database as views over their files; views of the catalog as they stand there, behind their tables. */
export function setUp(cloud: Cloud, database: string, words: Words): DatabaseSetup {
  const tables = cloud.state(openCatalog).tables(database);
  const schema = words.identifier(database);
  const statements = [`CREATE SCHEMA ${schema}`, `SET search_path = ${words.literal(database)}`];
  const all: TableFile[] = [];
  for (const table of tables.filter(({ input }) => input.TableType !== "VIRTUAL_VIEW")) {
    const files = filesOf(cloud, table);
    all.push(...files);
    statements.push(
      `CREATE VIEW ${schema}.${words.identifier(table.input.Name!)} AS ${tableQuery(table, files, words)}`,
    );
  }
  for (const { input } of tables.filter(({ input: { TableType } }) => TableType === "VIRTUAL_VIEW"))
    statements.push(
      `CREATE VIEW ${schema}.${words.identifier(input.Name!)} AS ${viewText(input.ViewOriginalText)}`,
    );
  return { statements, files: all };
}

function filesOf(cloud: Cloud, { input }: Table): TableFile[] {
  const buckets = cloud.state(openBuckets);
  const [, bucket = "", prefix = ""] =
    /^s3:\/\/([^/]+)\/(.*)$/.exec(input.StorageDescriptor?.Location ?? "") ?? [];
  const partition = input.PartitionKeys?.[0]?.Name;
  const objects = [...(buckets.find(bucket)?.objects.values() ?? [])].filter(({ key }) =>
    key.startsWith(prefix),
  );
  return objects.map((object) => ({
    path: buckets.pathOf(object),
    size: object.size,
    partition:
      partition === undefined ? undefined : new RegExp(`/${partition}=([^/]+)/`).exec(`/${object.key}`)?.[1],
  }));
}

/** Files of one partition are read together, so that those of others are not read when the partition says so. */
function tableQuery({ input }: Table, files: readonly TableFile[], { identifier, literal }: Words): string {
  const columns = (input.StorageDescriptor?.Columns ?? []).map(({ Name = "", Type = "" }) => ({
    name: identifier(Name),
    type: duckdbType(Type),
  }));
  const key = input.PartitionKeys?.[0];
  const names = columns.map(({ name }) => name).join(", ");
  const nothing = columns.map(({ name, type }) => `NULL::${type} AS ${name}`);
  // A column that no file of a partition has is NULL in its rows.
  const declared = `SELECT ${nothing.join(", ")} WHERE false`;
  if (files.length === 0) {
    if (key?.Name) nothing.push(`NULL::${duckdbType(key.Type ?? "")} AS ${identifier(key.Name)}`);
    return `SELECT ${nothing.join(", ")} WHERE false`;
  }
  const parts = Map.groupBy(files, ({ partition }) => partition);
  return [...parts]
    .map(([partition, ofPartition]) => {
      const list = ofPartition.map(({ path }) => literal(path)).join(", ");
      const value = key?.Name ? `, ${literal(partition ?? "")} AS ${identifier(key.Name)}` : "";
      const rows = `SELECT * FROM read_parquet([${list}], union_by_name = true)`;
      return `SELECT ${names}${value} FROM (${declared} UNION ALL BY NAME ${rows})`;
    })
    .join(" UNION ALL ");
}

/** https://docs.aws.amazon.com/athena/latest/ug/views.html */
function viewText(text = ""): string {
  const [, encoded = ""] = /^\/\* Presto View: (\S+) \*\/$/.exec(text) ?? [];
  return (JSON.parse(Buffer.from(encoded, "base64").toString("utf8")) as { originalSql: string }).originalSql;
}

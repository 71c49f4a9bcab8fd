import { rmSync } from "node:fs";

import { temporaryFolder } from "cumulog/temporary-folder";
import type { Cloud } from "../../kernel/cloud.ts";
import { openBuckets } from "../s3/state.ts";
import { lakeEngine } from "./lake-engine.ts";
import type { Athena, Execution, ResultColumn } from "./state.ts";
import { setUp } from "./tables.ts";

/** What Athena calls functions that DuckDB calls otherwise. */
const MACROS = [
  "CREATE MACRO approx_percentile(x, p) AS quantile_cont(x, p)",
  "CREATE MACRO day_of_week(d) AS isodow(d)",
  "CREATE MACRO from_unixtime(s) AS make_timestamp(CAST(s * 1000000 AS BIGINT))",
];

/** Runs a query to its end; what went wrong stands in the run. */
export async function run(
  cloud: Cloud,
  athena: Athena,
  execution: Execution,
  parameters: readonly string[],
): Promise<void> {
  try {
    await select(cloud, athena, execution, parameters);
    if (execution.state === "RUNNING") execution.state = "SUCCEEDED";
  } catch (error) {
    execution.state = "FAILED";
    const [first = ""] = (error as Error).message.split("\n");
    execution.reason = first.replace(/^[A-Z][A-Za-z ]+ Error: /, "");
  }
  execution.completed = cloud.clock.now();
}

async function select(
  cloud: Cloud,
  athena: Athena,
  execution: Execution,
  parameters: readonly string[],
): Promise<void> {
  const { Engine, identifier, literal, resultValue } = await lakeEngine();
  const temporaryDirectory = temporaryFolder("athena");
  const engine = await Engine.open({ threads: 2, temporaryDirectory });
  try {
    const connection = await engine.connect();
    const { statements, files } =
      execution.database === undefined
        ? { statements: [], files: [] }
        : setUp(cloud, execution.database, { identifier, literal });
    for (const statement of [...MACROS, ...statements]) await connection.run(statement);
    await connection.run(`SET allowed_paths = [${files.map(({ path }) => literal(path)).join(", ")}]`);
    await connection.run("SET enable_external_access = false");
    await connection.run("SET lock_configuration = true");
    const sql = withParameters(execution.sql, parameters);
    const extracted = await connection.extractStatements(sql);
    if (extracted.count !== 1) throw new Error("Only one sql statement is allowed.");
    const prepared = await extracted.prepare(0);
    if (prepared.statementType !== engine.sdk.StatementType.SELECT)
      throw new Error(
        `The local cloud runs SELECT; ${engine.sdk.StatementType[prepared.statementType] ?? "this statement"} is not there.`,
      );
    const plan = (await connection.runAndReadAll(`EXPLAIN (FORMAT json) ${sql}`)).getRows();
    execution.scannedBytes = scannedBytes(String(plan[0]?.[1] ?? ""), files);
    const limit = athena.workGroup(execution.workGroup).configuration.BytesScannedCutoffPerQuery;
    if (limit !== undefined && execution.scannedBytes > limit) {
      execution.state = "CANCELLED";
      execution.reason = "Bytes scanned limit was exceeded";
      return;
    }
    const result = await prepared.runAndReadAll();
    execution.columns = result
      .columnNames()
      .map((name, index): ResultColumn => ({ name, type: typeOf(String(result.columnType(index))) }));
    execution.rows = result.getRows().map((row) => row.map((value) => textOf(resultValue(value))));
    store(cloud, athena, execution);
    connection.closeSync();
  } finally {
    engine.close();
    rmSync(temporaryDirectory, { recursive: true, force: true });
  }
}

/** https://docs.aws.amazon.com/athena/latest/ug/querying-with-prepared-statements.html */
function withParameters(sql: string, parameters: readonly string[]): string {
  let next = 0;
  return sql.replaceAll(/'(?:[^']|'')*'|\?/g, (found) =>
    found === "?" ? (parameters[next++] ?? "?") : found,
  );
}

interface PlanNode {
  readonly name?: string;
  readonly extra_info?: Readonly<Record<string, unknown>>;
  readonly children?: readonly PlanNode[];
}

/** Bytes of the files that the plan reads. A file is counted as a whole: of its columns no account is kept. */
function scannedBytes(
  plan: string,
  files: readonly { readonly path: string; readonly size: number }[],
): number {
  let nodes: PlanNode[];
  try {
    nodes = JSON.parse(plan) as PlanNode[];
  } catch {
    return files.reduce((sum, { size }) => sum + size, 0);
  }
  const read = new Set<string>();
  let isCertain = true;
  const visit = ({ name = "", extra_info: info = {}, children = [] }: PlanNode): void => {
    if (/READ_PARQUET|PARQUET_SCAN/.test(name.trim())) {
      const text = JSON.stringify(info);
      const named = files.filter(({ path }) => text.includes(path));
      if (named.length === 0) isCertain = false;
      for (const { path } of named) read.add(path);
    }
    children.forEach(visit);
  };
  nodes.forEach(visit);
  return files.filter(({ path }) => !isCertain || read.has(path)).reduce((sum, { size }) => sum + size, 0);
}

function typeOf(type: string): string {
  const [name = ""] = type.split(/[( ]/);
  const types: Readonly<Record<string, string>> = {
    BIGINT: "bigint",
    HUGEINT: "bigint",
    INTEGER: "integer",
    DOUBLE: "double",
    FLOAT: "float",
    DECIMAL: "decimal",
    BOOLEAN: "boolean",
    DATE: "date",
    TIMESTAMP: "timestamp",
  };
  return types[name] ?? "varchar";
}

function textOf(value: unknown): string | undefined {
  if (value === null) return undefined;
  if (typeof value === "object") return JSON.stringify(value);
  const text = String(value);
  return /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(text) ? text.replace("T", " ").slice(0, -1) : text;
}

/** Results lie in S3 too, as CSV. */
function store(cloud: Cloud, athena: Athena, execution: Execution): void {
  const location = athena.workGroup(execution.workGroup).configuration.ResultConfiguration?.OutputLocation;
  const [, bucket, prefix = ""] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(location ?? "") ?? [];
  if (bucket === undefined) return;
  const quoted = (text: string | undefined) => (text === undefined ? "" : `"${text.replaceAll('"', '""')}"`);
  const lines = [execution.columns.map(({ name }) => name), ...execution.rows].map((row) =>
    row.map(quoted).join(","),
  );
  const key = `${prefix}${prefix === "" || prefix.endsWith("/") ? "" : "/"}${execution.id}.csv`;
  const buckets = cloud.state(openBuckets);
  buckets.put(buckets.get(bucket), key, Buffer.from(`${lines.join("\n")}\n`), { contentType: "text/csv" });
  execution.outputLocation = `s3://${bucket}/${key}`;
}

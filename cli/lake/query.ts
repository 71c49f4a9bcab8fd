import type { Dialect, QueryResult, RemoteResult } from "@cumulog/lake";
import { Command } from "commander";
import { wholeNumber } from "../option-values.ts";
import { type SpanOptions, spanOf } from "../time-range.ts";
import { collectPairs, interruptibleChange, type LakeOptions, withLake, withSpan } from "./options.ts";
import { lakePackage } from "./package.ts";
import { writeCsv, writeJson, writeTable } from "./result-output.ts";

interface QueryCommandOptions extends LakeOptions, SpanOptions {
  readonly param: Readonly<Record<string, string>>;
  readonly timezone?: string;
  readonly json: boolean;
  readonly csv: boolean;
  readonly sql: boolean;
  readonly athena?: string | true;
  readonly workgroup?: string;
  readonly bigquery?: string;
  readonly limit: number;
}

const EXAMPLES = `
Examples:
  $ cumulog query error-rate-by-hour
  $ cumulog query user-history --param user=u-17 --from 24h --json
  $ cumulog query "SELECT route, COUNT(*) AS n FROM logs GROUP BY route ORDER BY n DESC"
  $ cumulog query slow-routes --csv > routes.csv
  $ cumulog query error-rate-by-hour --athena cumulog_logs --workgroup cumulog
  $ cumulog query error-rate-by-hour --bigquery my-project.logs
  $ cumulog query sessions --sql                             show its text

A query reads the lake and nothing else. Names of queries: cumulog queries`;

/** `cumulog query`: SQL on the lake, or a query that ships. */
export function queryCommand(): Command {
  return withSpan(withLake(new Command("query")))
    .description("ask a lake by SQL, or by the name of a query that ships")
    .argument("<query>", "SQL on the view logs, or a name of cumulog queries")
    .option("-p, --param <name=value>", "a parameter of the query; may be repeated", collectPairs, {})
    .option("--timezone <zone>", "zone in which day and hour are counted (default: UTC)")
    .option("--json", "print one array of row objects", false)
    .option("--csv", "print CSV", false)
    .option("--sql", "print the text of the query instead of running it", false)
    .option(
      "--limit <rows>",
      "rows of the table on a terminal; --json and --csv have all",
      wholeNumber(1),
      200,
    )
    .option("--athena [database]", "run it in Athena: name of the database (default: cumulog_logs)")
    .option("--workgroup <name>", "with --athena: workgroup (default: that of the database)")
    .option("--bigquery <project.dataset>", "run it in BigQuery")
    .addHelpText("after", EXAMPLES)
    .action(query);
}

async function query(text: string, options: QueryCommandOptions): Promise<void> {
  if (options.json && options.csv) throw new Error("Say one of --json and --csv.");
  const remote = [options.athena, options.bigquery].filter((given) => given !== undefined);
  if (remote.length > 1) throw new Error("Say one of --athena and --bigquery.");
  if (remote.length > 0 && options.timezone !== undefined)
    throw new Error("--timezone counts days and hours on this machine only.");
  const dialect: Dialect =
    options.athena !== undefined ? "athena" : options.bigquery !== undefined ? "bigquery" : "duckdb";
  const sql = await sqlOf(text, options, dialect);
  if (options.sql) {
    process.stdout.write(`${sql}\n`);
    return;
  }
  await interruptibleChange(async (signal) => {
    const result = await runRemotely(sql, options, signal);
    if (result !== undefined) await show(ofRemote(result), options);
    else await runHere(sql, options, signal);
  });
}

/** SQL has a space; a name has none. */
async function sqlOf(text: string, options: QueryCommandOptions, dialect: Dialect): Promise<string> {
  if (/\s/.test(text.trim())) {
    if (Object.keys(options.param).length > 0)
      throw new Error("--param is for queries that ship; write the values into the SQL.");
    if (options.from !== undefined || options.to !== undefined)
      throw new Error("--from and --to are for queries that ship; say WHERE epoch_ms >= … in the SQL.");
    return text;
  }
  const { namedQuery, renderQuery } = await lakePackage();
  return renderQuery(namedQuery(text), { ...spanOf(options), parameters: options.param, dialect });
}

async function runHere(sql: string, options: QueryCommandOptions, signal: AbortSignal): Promise<void> {
  const { queryLake } = await lakePackage();
  await queryLake(
    {
      directory: options.lake,
      sql,
      signal,
      ...(options.timezone !== undefined && { timezone: options.timezone }),
    },
    (result) => show(result, options),
  );
}

async function runRemotely(
  sql: string,
  { athena, workgroup, bigquery }: QueryCommandOptions,
  signal: AbortSignal,
): Promise<RemoteResult | undefined> {
  if (athena !== undefined) {
    const { queryAthena } = await lakePackage();
    const database = athena === true ? "cumulog_logs" : athena;
    return queryAthena({ sql, database, workgroup: workgroup ?? database.replaceAll("_", "-"), signal });
  }
  if (bigquery === undefined) return undefined;
  const { queryBigQuery } = await lakePackage();
  const [projectId, dataset, ...rest] = bigquery.split(".");
  if (!projectId || !dataset || rest.length > 0)
    throw new Error(`--bigquery ${bigquery}: expected a project and a dataset such as my-project.logs.`);
  return queryBigQuery({ sql, projectId, dataset, signal });
}

function ofRemote({ columns, rows, scannedBytes }: RemoteResult): QueryResult {
  process.stderr.write(`${(scannedBytes / 1e6).toFixed(2)} MB scanned\n`);
  return {
    columns,
    parts: (async function* () {
      yield rows;
    })(),
  };
}

async function show(result: QueryResult, { json, csv, limit }: QueryCommandOptions): Promise<void> {
  if (json) await writeJson(result);
  else if (csv) await writeCsv(result);
  else await writeTable(result, limit);
}

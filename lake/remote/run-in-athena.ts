import { setTimeout as pause } from "node:timers/promises";
import type { ResultValue } from "../engine/values.ts";
import { LakeError } from "../lake-error.ts";

/** A query, and where it runs. */
export interface AthenaQuery {
  readonly sql: string;
  readonly database: string;
  readonly workgroup: string;
  readonly signal?: AbortSignal;
}

/** What another engine answered. */
export interface RemoteResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly ResultValue[])[];
  readonly scannedBytes: number;
}

/** A query that Athena or BigQuery did not run. */
export class RemoteQueryError extends LakeError {
  override readonly name = "RemoteQueryError";
}

const PAUSE_MS = 200;

/** What is called of the SDK's client of Athena. */
export type AthenaCommands = Pick<
  typeof import("@aws-sdk/client-athena"),
  | "GetQueryExecutionCommand"
  | "StartQueryExecutionCommand"
  | "StopQueryExecutionCommand"
  | "paginateGetQueryResults"
>;

type AthenaClient = import("@aws-sdk/client-athena").AthenaClient;

/**
 * Runs a query in Athena, and waits for its rows.
 *
 * @throws RemoteQueryError
 */
export async function runInAthena(
  sdk: AthenaCommands,
  client: AthenaClient,
  { sql, database, workgroup, signal }: AthenaQuery,
): Promise<RemoteResult> {
  try {
    const { QueryExecutionId } = await client.send(
      new sdk.StartQueryExecutionCommand({
        QueryString: sql,
        WorkGroup: workgroup,
        QueryExecutionContext: { Database: database },
      }),
      signal === undefined ? {} : { abortSignal: signal },
    );
    for (;;) {
      const { QueryExecution } = await client.send(new sdk.GetQueryExecutionCommand({ QueryExecutionId }));
      const state = QueryExecution?.Status?.State;
      if (state === "FAILED" || state === "CANCELLED")
        throw new RemoteQueryError(
          `Athena did not run the query: ${QueryExecution?.Status?.StateChangeReason ?? state}`,
        );
      if (state === "SUCCEEDED") {
        const scannedBytes = QueryExecution?.Statistics?.DataScannedInBytes ?? 0;
        return { ...(await resultOf(sdk, client, QueryExecutionId!)), scannedBytes };
      }
      try {
        await pause(PAUSE_MS, undefined, { signal });
      } catch (aborted) {
        await client.send(new sdk.StopQueryExecutionCommand({ QueryExecutionId }));
        throw aborted;
      }
    }
  } catch (cause) {
    if (cause instanceof LakeError || signal?.aborted) throw cause;
    throw new RemoteQueryError(`Athena did not run the query: ${(cause as Error).message}`, { cause });
  }
}

const NUMBERS: ReadonlySet<string> = new Set([
  "tinyint",
  "smallint",
  "integer",
  "bigint",
  "float",
  "double",
  "decimal",
]);

async function resultOf(
  sdk: AthenaCommands,
  client: AthenaClient,
  QueryExecutionId: string,
): Promise<Pick<RemoteResult, "columns" | "rows">> {
  let columns: readonly { readonly name: string; readonly type: string }[] = [];
  const rows: ResultValue[][] = [];
  let isFirst = true;
  for await (const { ResultSet } of sdk.paginateGetQueryResults({ client }, { QueryExecutionId })) {
    columns = (ResultSet?.ResultSetMetadata?.ColumnInfo ?? []).map(({ Name = "", Type = "" }) => ({
      name: Name,
      type: Type,
    }));
    // The first row of the first page has the names.
    for (const { Data = [] } of (ResultSet?.Rows ?? []).slice(isFirst ? 1 : 0))
      rows.push(columns.map(({ type }, index) => valueIn(Data[index]?.VarCharValue, type)));
    isFirst = false;
  }
  return { columns: columns.map(({ name }) => name), rows };
}

function valueIn(text: string | undefined, type: string): ResultValue {
  if (text === undefined) return null;
  if (NUMBERS.has(type)) return Number(text);
  if (type === "boolean") return text === "true";
  return type.startsWith("timestamp") ? `${text.replace(" ", "T")}Z` : text;
}

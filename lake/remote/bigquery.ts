import type { ResultValue } from "../engine/values.ts";
import { LakeError } from "../lake-error.ts";
import { RemoteQueryError, type RemoteResult } from "./run-in-athena.ts";

export interface BigQueryQuery {
  readonly sql: string;
  readonly projectId: string;
  readonly dataset: string;
  /** More would be billed: the query fails before. @default 10 GB */
  readonly maximumBytesBilled?: number;
  readonly signal?: AbortSignal;
}

interface BigQueryAnswer {
  readonly jobComplete?: boolean;
  readonly jobReference?: { readonly jobId: string; readonly location?: string };
  readonly pageToken?: string;
  readonly totalBytesProcessed?: string;
  readonly schema?: { readonly fields: readonly { readonly name: string; readonly type: string }[] };
  readonly rows?: readonly { readonly f: readonly { readonly v: string | null }[] }[];
  readonly error?: { readonly message: string };
}

const DEFAULT_MAXIMUM_BYTES = 10 * 1024 ** 3;
const ENDPOINT = "https://bigquery.googleapis.com";

/**
 * Runs a query in BigQuery with the application's default credentials.
 * https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/jobs/query
 *
 * @throws RemoteQueryError
 */
export async function queryBigQuery(query: BigQueryQuery): Promise<RemoteResult> {
  const { GoogleAuth } = await import("google-auth-library").catch((cause: unknown) => {
    throw new RemoteQueryError("BigQuery needs its credentials: npm install google-auth-library", { cause });
  });
  const auth = new GoogleAuth({ scopes: "https://www.googleapis.com/auth/bigquery.readonly" });
  const base = `${process.env["BIGQUERY_ENDPOINT"] ?? ENDPOINT}/bigquery/v2/projects/${encodeURIComponent(query.projectId)}/queries`;
  const call = async (url: string, body?: object): Promise<BigQueryAnswer> => {
    const headers = new Headers(await auth.getRequestHeaders(url));
    headers.set("content-type", "application/json");
    const answer = await fetch(url, {
      headers,
      method: body === undefined ? "GET" : "POST",
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(query.signal && { signal: query.signal }),
    });
    const document = (await answer.json()) as BigQueryAnswer;
    if (answer.ok) return document;
    throw new RemoteQueryError(`BigQuery did not run the query: ${document.error?.message ?? answer.status}`);
  };
  try {
    return await resultOf(query, base, call);
  } catch (cause) {
    if (cause instanceof LakeError || query.signal?.aborted) throw cause;
    throw new RemoteQueryError(`BigQuery did not run the query: ${(cause as Error).message}`, { cause });
  }
}

async function resultOf(
  { sql, projectId, dataset, maximumBytesBilled = DEFAULT_MAXIMUM_BYTES }: BigQueryQuery,
  base: string,
  call: (url: string, body?: object) => Promise<BigQueryAnswer>,
): Promise<RemoteResult> {
  let answer = await call(base, {
    query: sql,
    useLegacySql: false,
    defaultDataset: { projectId, datasetId: dataset },
    maximumBytesBilled: String(maximumBytesBilled),
    formatOptions: { useInt64Timestamp: true },
    timeoutMs: 10_000,
  });
  const rows: ResultValue[][] = [];
  for (;;) {
    const fields = answer.schema?.fields ?? [];
    for (const { f } of answer.rows ?? [])
      rows.push(f.map(({ v }, index) => valueIn(v, fields[index]!.type)));
    if (answer.jobComplete && answer.pageToken === undefined)
      return {
        columns: fields.map(({ name }) => name),
        rows,
        scannedBytes: Number(answer.totalBytesProcessed ?? 0),
      };
    const { jobId = "", location } = answer.jobReference ?? {};
    const parameters = new URLSearchParams({
      "formatOptions.useInt64Timestamp": "true",
      ...(answer.pageToken !== undefined && { pageToken: answer.pageToken }),
      ...(location !== undefined && { location }),
    });
    answer = await call(`${base}/${encodeURIComponent(jobId)}?${parameters}`);
  }
}

function valueIn(text: string | null, type: string): ResultValue {
  if (text === null) return null;
  if (["INTEGER", "INT64", "FLOAT", "FLOAT64", "NUMERIC", "BIGNUMERIC"].includes(type)) return Number(text);
  if (type === "BOOLEAN" || type === "BOOL") return text === "true";
  return type === "TIMESTAMP" ? new Date(Number(text) / 1_000).toISOString() : text;
}

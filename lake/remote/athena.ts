import { type AthenaQuery, RemoteQueryError, type RemoteResult, runInAthena } from "./run-in-athena.ts";

/**
 * Runs a query in Athena with the SDK's default credentials and endpoint.
 *
 * @throws RemoteQueryError
 */
export async function queryAthena(query: AthenaQuery): Promise<RemoteResult> {
  const sdk = await import("@aws-sdk/client-athena").catch((cause: unknown) => {
    throw new RemoteQueryError("Athena needs its client: npm install @aws-sdk/client-athena", { cause });
  });
  const client = new sdk.AthenaClient({});
  try {
    return await runInAthena(sdk, client, query);
  } finally {
    client.destroy();
  }
}

import { type AskedLake, runInAthena } from "@cumulog/lake/report";
import { abortAt } from "../shared/deadline.ts";
import type { LakeConfiguration } from "./configuration.ts";

/** The lake in Athena. */
export async function askedLake(
  { database, workgroup }: LakeConfiguration,
  deadline: number,
): Promise<AskedLake> {
  const {
    AthenaClient,
    GetQueryExecutionCommand,
    paginateGetQueryResults,
    StartQueryExecutionCommand,
    StopQueryExecutionCommand,
  } = await import("../shared/clients/athena.ts");
  const sdk = {
    GetQueryExecutionCommand,
    paginateGetQueryResults,
    StartQueryExecutionCommand,
    StopQueryExecutionCommand,
  };
  const client = new AthenaClient({ maxAttempts: 5 });
  return {
    dialect: "athena",
    ask: (sql) => runInAthena(sdk, client, { sql, database, workgroup, signal: abortAt(deadline) }),
  };
}

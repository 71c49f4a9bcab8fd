import { randomUUID } from "node:crypto";
import type { StartQueryExecutionInput } from "@aws-sdk/client-athena";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { run } from "../run.ts";
import type { Athena, Execution } from "../state.ts";

/** https://docs.aws.amazon.com/athena/latest/APIReference/API_StartQueryExecution.html */
export function startQueryExecution(input: Input<StartQueryExecutionInput>, { state, cloud }: Call<Athena>) {
  const workGroup = state.workGroup(input.WorkGroup ?? "primary").name;
  const execution: Execution = {
    id: randomUUID(),
    sql: input.QueryString,
    database: input.QueryExecutionContext?.Database?.toLowerCase(),
    workGroup,
    submitted: cloud.clock.now(),
    state: "RUNNING",
    scannedBytes: 0,
    columns: [],
    rows: [],
  };
  state.executions.set(execution.id, execution);
  cloud.track(run(cloud, state, execution, input.ExecutionParameters ?? []));
  return { QueryExecutionId: execution.id };
}

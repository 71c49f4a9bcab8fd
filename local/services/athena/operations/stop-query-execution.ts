import type { StopQueryExecutionInput } from "@aws-sdk/client-athena";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Athena } from "../state.ts";

/** https://docs.aws.amazon.com/athena/latest/APIReference/API_StopQueryExecution.html */
export function stopQueryExecution(input: Input<StopQueryExecutionInput>, { state }: Call<Athena>) {
  const execution = state.execution(input.QueryExecutionId!);
  if (execution.state === "RUNNING") execution.state = "CANCELLED";
  return {};
}

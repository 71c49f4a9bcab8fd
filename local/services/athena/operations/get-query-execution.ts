import type { GetQueryExecutionInput } from "@aws-sdk/client-athena";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Athena } from "../state.ts";

/** https://docs.aws.amazon.com/athena/latest/APIReference/API_GetQueryExecution.html */
export function getQueryExecution(input: Input<GetQueryExecutionInput>, { state }: Call<Athena>) {
  const one = state.execution(input.QueryExecutionId);
  return {
    QueryExecution: {
      QueryExecutionId: one.id,
      Query: one.sql,
      StatementType: "DML",
      WorkGroup: one.workGroup,
      QueryExecutionContext: { Database: one.database },
      ResultConfiguration: { OutputLocation: one.outputLocation },
      Status: {
        State: one.state,
        StateChangeReason: one.reason,
        SubmissionDateTime: one.submitted / 1_000,
        ...(one.completed !== undefined && { CompletionDateTime: one.completed / 1_000 }),
      },
      Statistics: {
        DataScannedInBytes: one.scannedBytes,
        EngineExecutionTimeInMillis: Math.round((one.completed ?? one.submitted) - one.submitted),
      },
    },
  };
}

import type { PutFunctionConcurrencyRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionConcurrency.html */
export function putFunctionConcurrency(
  input: Input<PutFunctionConcurrencyRequest>,
  { state: { functions } }: Call<Lambda>,
) {
  const deployed = functions.get(input.FunctionName);
  deployed.reservedConcurrency = input.ReservedConcurrentExecutions;
  deployed.pool.concurrency = input.ReservedConcurrentExecutions;
  functions.save(deployed);
  return { ReservedConcurrentExecutions: input.ReservedConcurrentExecutions };
}

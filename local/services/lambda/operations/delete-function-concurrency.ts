import type { DeleteFunctionConcurrencyRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunctionConcurrency.html */
export function deleteFunctionConcurrency(
  input: Input<DeleteFunctionConcurrencyRequest>,
  { state: { functions } }: Call<Lambda>,
) {
  const deployed = functions.get(input.FunctionName);
  deployed.reservedConcurrency = undefined;
  functions.save(deployed);
  return {};
}

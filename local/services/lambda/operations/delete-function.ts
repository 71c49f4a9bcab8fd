import type { DeleteFunctionRequest } from "@aws-sdk/client-lambda";
import type { Call } from "../../../kernel/cloud.ts";
import type { Input } from "../../../kernel/service.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html */
export function deleteFunction(input: Input<DeleteFunctionRequest>, { state: { functions } }: Call<Lambda>) {
  functions.remove(functions.get(input.FunctionName).pool.definition.name);
  return {};
}

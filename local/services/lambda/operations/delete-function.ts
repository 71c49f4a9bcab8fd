import type { DeleteFunctionRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html */
export function deleteFunction(
  input: Input<DeleteFunctionRequest>,
  { state: { functions, urls } }: Call<Lambda>,
) {
  const { name } = functions.get(input.FunctionName).pool.definition;
  functions.remove(name);
  for (const url of urls.ofFunction(name)) urls.remove(url);
  return {};
}

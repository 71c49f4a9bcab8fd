import type { ListVersionsByFunctionRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { listed } from "../function-configuration.ts";
import { pageOf } from "../function-page.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListVersionsByFunction.html */
export function listVersionsByFunction(
  input: Input<ListVersionsByFunctionRequest>,
  { state: { functions } }: Call<Lambda>,
) {
  const { configuration, versions, pool } = functions.get(input.FunctionName);
  const latest = { ...configuration, FunctionArn: `${pool.definition.arn}:$LATEST` };
  return pageOf("Versions", [latest, ...versions].map(listed), input);
}

import type { GetFunctionCodeSigningConfigRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Lambda } from "../state.ts";

/** No function's code is signed here. https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionCodeSigningConfig.html */
export function getFunctionCodeSigningConfig(
  input: Input<GetFunctionCodeSigningConfigRequest>,
  { state: { functions } }: Call<Lambda>,
): object {
  return { FunctionName: functions.get(input.FunctionName).pool.definition.name };
}

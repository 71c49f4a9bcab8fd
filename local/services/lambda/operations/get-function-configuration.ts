import type { GetFunctionConfigurationRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { shownOf } from "../function-configuration.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html */
export function getFunctionConfiguration(
  input: Input<GetFunctionConfigurationRequest>,
  { state: { functions } }: Call<Lambda>,
) {
  return shownOf(functions, input);
}

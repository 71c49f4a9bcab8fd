import type { GetFunctionEventInvokeConfigRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { shownEventInvoke } from "../event-invoke-config.ts";
import { qualifierOf } from "../function-registry.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionEventInvokeConfig.html */
export function getFunctionEventInvokeConfig(
  input: Input<GetFunctionEventInvokeConfigRequest>,
  { state: { functions } }: Call<Lambda>,
): object {
  return shownEventInvoke(functions, functions.arnOf(input.FunctionName), qualifierOf(input) ?? "$LATEST");
}

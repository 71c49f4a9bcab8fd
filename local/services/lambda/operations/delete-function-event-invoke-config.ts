import type { DeleteFunctionEventInvokeConfigRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { shownEventInvoke } from "../event-invoke-config.ts";
import { qualifierOf } from "../function-registry.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunctionEventInvokeConfig.html */
export function deleteFunctionEventInvokeConfig(
  input: Input<DeleteFunctionEventInvokeConfigRequest>,
  { state: { functions } }: Call<Lambda>,
): object {
  const qualifier = qualifierOf(input) ?? "$LATEST";
  shownEventInvoke(functions, functions.arnOf(input.FunctionName), qualifier);
  const deployed = functions.get(input.FunctionName);
  deployed.eventInvokeConfigs.delete(qualifier);
  functions.save(deployed);
  return {};
}

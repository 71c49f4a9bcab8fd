import type { Call } from "#kernel/cloud.ts";
import type { EventInvokeConfig } from "../deployed-function.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionEventInvokeConfig.html */
export function updateFunctionEventInvokeConfig(
  input: EventInvokeConfig & { FunctionName: string; Qualifier?: string },
  { state: { functions } }: Call<Lambda>,
) {
  const deployed = functions.get(input.FunctionName);
  const { FunctionName: _, Qualifier = "$LATEST", ...settings } = input;
  const former = deployed.eventInvokeConfigs.get(Qualifier);
  const full = { ...former, ...settings };
  deployed.eventInvokeConfigs.set(Qualifier, full);
  functions.save(deployed);
  return { ...full, FunctionArn: `${deployed.pool.definition.arn}:${Qualifier}` };
}

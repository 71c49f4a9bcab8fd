import type { Call } from "#kernel/cloud.ts";
import type { EventInvokeConfig } from "../deployed-function.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html */
export function putFunctionEventInvokeConfig(
  input: EventInvokeConfig & { FunctionName: string; Qualifier?: string },
  { state: { functions } }: Call<Lambda>,
) {
  const deployed = functions.get(input.FunctionName);
  const { FunctionName: _, Qualifier = "$LATEST", ...settings } = input;
  deployed.eventInvokeConfigs.set(Qualifier, settings);
  functions.save(deployed);
  return { ...settings, FunctionArn: `${deployed.pool.definition.arn}:${Qualifier}` };
}

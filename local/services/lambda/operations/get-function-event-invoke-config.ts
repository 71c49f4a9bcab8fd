import type { GetFunctionEventInvokeConfigRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionEventInvokeConfig.html */
export function getFunctionEventInvokeConfig(
  input: Input<GetFunctionEventInvokeConfigRequest>,
  { state: { functions } }: Call<Lambda>,
) {
  const deployed = functions.get(input.FunctionName);
  const settings = deployed.eventInvokeConfigs.get(input.Qualifier ?? "$LATEST");
  if (settings)
    return {
      ...settings,
      FunctionArn: `${deployed.pool.definition.arn}:${input.Qualifier ?? "$LATEST"}`,
    };
  throw new ServiceError(
    "ResourceNotFoundException",
    `The function ${deployed.pool.definition.arn}:${input.Qualifier ?? "$LATEST"} doesn't have an EventInvokeConfig`,
  );
}

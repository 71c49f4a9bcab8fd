import type { UpdateFunctionUrlConfigRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Lambda } from "../state.ts";
import { urlOwner } from "../urls/url-owner.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionUrlConfig.html */
export function updateFunctionUrlConfig(
  input: Input<UpdateFunctionUrlConfigRequest>,
  { state: { functions, urls }, cloud }: Call<Lambda>,
): object {
  const former = urls.get(...urlOwner(functions, input));
  const url = {
    ...former,
    authType: input.AuthType ?? former.authType,
    cors: input.Cors ?? former.cors,
    invokeMode: input.InvokeMode ?? former.invokeMode,
    modified: cloud.clock.now(),
  };
  urls.save(url);
  return urls.describe(url);
}

import type { DeleteFunctionUrlConfigRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Lambda } from "../state.ts";
import { urlOwner } from "../urls/url-owner.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunctionUrlConfig.html */
export function deleteFunctionUrlConfig(
  input: Input<DeleteFunctionUrlConfigRequest>,
  { state: { functions, urls } }: Call<Lambda>,
): void {
  urls.remove(urls.get(...urlOwner(functions, input, "The resource you requested does not exist.")));
}

import type { ListFunctionUrlConfigsRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { pageOf } from "../function-page.ts";
import type { Lambda } from "../state.ts";
import { urlOwner } from "../urls/url-owner.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctionUrlConfigs.html */
export function listFunctionUrlConfigs(
  input: Input<ListFunctionUrlConfigsRequest>,
  { state: { functions, urls } }: Call<Lambda>,
): object {
  const [functionName] = urlOwner(functions, input);
  const described = urls.ofFunction(functionName).map((url) => urls.describe(url));
  return pageOf("FunctionUrlConfigs", described, input);
}

import type { GetApisRequest } from "@aws-sdk/client-apigatewayv2";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { httpApis, shownApi } from "../shown.ts";
import type { ApiDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html#GetApis */
export function getApis(_input: Input<GetApisRequest>, { state: apis }: Call<ApiDirectory>): object {
  return { Items: httpApis(apis).map((api) => shownApi(apis, api)) };
}

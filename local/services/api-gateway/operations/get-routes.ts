import type { GetRoutesRequest } from "@aws-sdk/client-apigatewayv2";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";

import type { ApiDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html#GetRoutes */
export function getRoutes({ ApiId }: Input<GetRoutesRequest>, { state: apis }: Call<ApiDirectory>): object {
  return { Items: Object.values(apis.get(ApiId).routes) };
}

import type { GetRouteRequest } from "@aws-sdk/client-apigatewayv2";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";

import type { ApiDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html#GetRoute */
export function getRoute(
  { ApiId, RouteId }: Input<GetRouteRequest>,
  { state: apis }: Call<ApiDirectory>,
): object {
  return apis.route(apis.get(ApiId), RouteId);
}

import type { UpdateRouteRequest } from "@aws-sdk/client-apigatewayv2";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";

import type { ApiDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html#UpdateRoute */
export function updateRoute(
  { ApiId, RouteId, ...settings }: Input<UpdateRouteRequest>,
  { state: apis }: Call<ApiDirectory>,
): object {
  const api = apis.get(ApiId);
  const route = { ...apis.route(api, RouteId), ...settings };
  api.routes[RouteId] = route;
  apis.save(api);
  return route;
}

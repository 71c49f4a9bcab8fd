import type { DeleteRouteRequest } from "@aws-sdk/client-apigatewayv2";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";

import type { ApiDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html#DeleteRoute */
export function deleteRoute(
  { ApiId, RouteId }: Input<DeleteRouteRequest>,
  { state: apis }: Call<ApiDirectory>,
): void {
  const api = apis.get(ApiId);
  apis.route(api, RouteId);
  delete api.routes[RouteId];
  apis.save(api);
}

import type { CreateRouteRequest } from "@aws-sdk/client-apigatewayv2";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { newId } from "../api.ts";
import type { ApiDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html#CreateRoute */
export function createRoute(
  { ApiId, ...settings }: Input<CreateRouteRequest>,
  { state: apis }: Call<ApiDirectory>,
): object {
  const api = apis.get(ApiId);
  if (Object.values(api.routes).some(({ RouteKey }) => RouteKey === settings.RouteKey))
    throw new ServiceError(
      "ConflictException",
      `Route with key ${settings.RouteKey} already exists for this API`,
    );
  const route = { AuthorizationType: "NONE", ApiKeyRequired: false, ...settings, RouteId: newId() };
  api.routes[route.RouteId] = route;
  apis.save(api);
  return route;
}

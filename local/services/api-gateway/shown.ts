import type { Api, Integration } from "./api.ts";
import type { ApiDirectory } from "./state.ts";

/** An API as the operations show it. */
export function shownApi(apis: ApiDirectory, api: Api): object {
  return {
    ...api.settings,
    ApiId: api.ApiId,
    ApiEndpoint: apis.addressOf(api),
    Name: api.Name,
    ProtocolType: api.ProtocolType,
    CreatedDate: api.CreatedDate,
    CorsConfiguration: api.CorsConfiguration,
    RouteSelectionExpression: api.settings["RouteSelectionExpression"] ?? "$request.method $request.path",
    ApiKeySelectionExpression: "$request.header.x-api-key",
    DisableExecuteApiEndpoint: api.settings["DisableExecuteApiEndpoint"] ?? false,
  };
}

export function shownIntegration({ mock: _mock, ...shown }: Integration): object {
  return { ConnectionType: "INTERNET", TimeoutInMillis: 30_000, PayloadFormatVersion: "1.0", ...shown };
}

/** The HTTP APIs: those of the REST kind belong to an API of their own. */
export const httpApis = (apis: ApiDirectory): Api[] => apis.all().filter(({ kind }) => kind === "http");

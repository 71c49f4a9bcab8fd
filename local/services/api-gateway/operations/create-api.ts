import type { CreateApiRequest } from "@aws-sdk/client-apigatewayv2";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { newId } from "../api.ts";
import { addRoute } from "../definition.ts";
import { shownApi } from "../shown.ts";
import type { ApiDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html#CreateApi */
export function createApi(
  { Name, ProtocolType, CorsConfiguration, Target, ...settings }: Input<CreateApiRequest>,
  { state: apis, cloud }: Call<ApiDirectory>,
): object {
  const api = apis.save({
    ApiId: newId(),
    ProtocolType,
    kind: "http",
    Name,
    CreatedDate: cloud.clock.now() / 1_000,
    settings,
    CorsConfiguration,
    routes: {},
    integrations: {},
    stages: {},
    deployments: {},
  });
  if (Target !== undefined) {
    addRoute(api, settings.RouteKey ?? "$default", {
      IntegrationType: Target.startsWith("arn:") ? "AWS_PROXY" : "HTTP_PROXY",
      IntegrationUri: Target,
      PayloadFormatVersion: "2.0",
    });
    api.stages["$default"] = { StageName: "$default", AutoDeploy: true, CreatedDate: api.CreatedDate };
    apis.save(api);
  }
  return shownApi(apis, api);
}

import type { UpdateIntegrationRequest } from "@aws-sdk/client-apigatewayv2";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Integration } from "../api.ts";
import { shownIntegration } from "../shown.ts";
import type { ApiDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html#UpdateIntegration */
export function updateIntegration(
  { ApiId, IntegrationId, ...settings }: Input<UpdateIntegrationRequest>,
  { state: apis }: Call<ApiDirectory>,
): object {
  const api = apis.get(ApiId);
  const integration = { ...apis.integration(api, IntegrationId), ...settings } as Integration;
  api.integrations[IntegrationId] = integration;
  apis.save(api);
  return shownIntegration(integration);
}

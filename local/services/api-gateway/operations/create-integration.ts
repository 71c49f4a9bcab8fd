import type { CreateIntegrationRequest } from "@aws-sdk/client-apigatewayv2";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { newId } from "../api.ts";
import { shownIntegration } from "../shown.ts";
import type { ApiDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html#CreateIntegration */
export function createIntegration(
  { ApiId, ...settings }: Input<CreateIntegrationRequest>,
  { state: apis }: Call<ApiDirectory>,
): object {
  const api = apis.get(ApiId);
  const integration = { ...settings, IntegrationId: newId() };
  api.integrations[integration.IntegrationId] = integration;
  apis.save(api);
  return shownIntegration(integration);
}

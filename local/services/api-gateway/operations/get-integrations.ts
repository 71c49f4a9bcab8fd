import type { GetIntegrationsRequest } from "@aws-sdk/client-apigatewayv2";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { shownIntegration } from "../shown.ts";
import type { ApiDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html#GetIntegrations */
export function getIntegrations(
  { ApiId }: Input<GetIntegrationsRequest>,
  { state: apis }: Call<ApiDirectory>,
): object {
  return { Items: Object.values(apis.get(ApiId).integrations).map(shownIntegration) };
}

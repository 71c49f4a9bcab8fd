import type { GetIntegrationRequest } from "@aws-sdk/client-apigatewayv2";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { shownIntegration } from "../shown.ts";
import type { ApiDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html#GetIntegration */
export function getIntegration(
  { ApiId, IntegrationId }: Input<GetIntegrationRequest>,
  { state: apis }: Call<ApiDirectory>,
): object {
  return shownIntegration(apis.integration(apis.get(ApiId), IntegrationId));
}

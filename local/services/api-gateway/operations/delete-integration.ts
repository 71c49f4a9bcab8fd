import type { DeleteIntegrationRequest } from "@aws-sdk/client-apigatewayv2";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { ApiDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html#DeleteIntegration */
export function deleteIntegration(
  { ApiId, IntegrationId }: Input<DeleteIntegrationRequest>,
  { state: apis }: Call<ApiDirectory>,
): void {
  const api = apis.get(ApiId);
  apis.integration(api, IntegrationId);
  if (Object.values(api.routes).some(({ Target }) => Target === `integrations/${IntegrationId}`))
    throw new ServiceError(
      "ConflictException",
      `Cannot delete Integration '${IntegrationId}': routes lead to it.`,
    );
  delete api.integrations[IntegrationId];
  apis.save(api);
}

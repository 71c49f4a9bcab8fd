import type { DeleteDeploymentRequest } from "@aws-sdk/client-apigatewayv2";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";

import type { ApiDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html#DeleteDeployment */
export function deleteDeployment(
  { ApiId, DeploymentId }: Input<DeleteDeploymentRequest>,
  { state: apis }: Call<ApiDirectory>,
): void {
  const api = apis.get(ApiId);
  delete api.deployments[DeploymentId];
  apis.save(api);
}

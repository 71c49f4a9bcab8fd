import type { CreateDeploymentRequest } from "@aws-sdk/client-apigatewayv2";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { newId } from "../api.ts";
import type { ApiDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html#CreateDeployment */
export function createDeployment(
  { ApiId, Description }: Input<CreateDeploymentRequest>,
  { state: apis, cloud }: Call<ApiDirectory>,
): object {
  const api = apis.get(ApiId);
  const deployment = {
    DeploymentId: newId(),
    DeploymentStatus: "DEPLOYED",
    Description,
    CreatedDate: cloud.clock.now() / 1_000,
  };
  api.deployments[deployment.DeploymentId] = deployment;
  apis.save(api);
  return deployment;
}

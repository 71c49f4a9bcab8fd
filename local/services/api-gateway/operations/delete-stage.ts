import type { DeleteStageRequest } from "@aws-sdk/client-apigatewayv2";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";

import type { ApiDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html#DeleteStage */
export function deleteStage(
  { ApiId, StageName }: Input<DeleteStageRequest>,
  { state: apis }: Call<ApiDirectory>,
): void {
  const api = apis.get(ApiId);
  apis.stage(api, StageName);
  delete api.stages[StageName];
  apis.save(api);
}

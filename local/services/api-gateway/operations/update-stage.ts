import type { UpdateStageRequest } from "@aws-sdk/client-apigatewayv2";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";

import type { ApiDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html#UpdateStage */
export function updateStage(
  { ApiId, StageName, ...settings }: Input<UpdateStageRequest>,
  { state: apis }: Call<ApiDirectory>,
): object {
  const api = apis.get(ApiId);
  const stage = { ...apis.stage(api, StageName), ...settings };
  api.stages[StageName] = stage;
  apis.save(api);
  return stage;
}

import type { GetStageRequest } from "@aws-sdk/client-apigatewayv2";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";

import type { ApiDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html#GetStage */
export function getStage(
  { ApiId, StageName }: Input<GetStageRequest>,
  { state: apis }: Call<ApiDirectory>,
): object {
  return apis.stage(apis.get(ApiId), StageName);
}

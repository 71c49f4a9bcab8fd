import type { CreateStageRequest } from "@aws-sdk/client-apigatewayv2";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { ApiDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html#CreateStage */
export function createStage(
  { ApiId, ...settings }: Input<CreateStageRequest>,
  { state: apis, cloud }: Call<ApiDirectory>,
): object {
  const api = apis.get(ApiId);
  if (api.stages[settings.StageName]) throw new ServiceError("ConflictException", "Stage already exists");
  const stage = { ...settings, CreatedDate: cloud.clock.now() / 1_000 };
  api.stages[stage.StageName] = stage;
  apis.save(api);
  return stage;
}

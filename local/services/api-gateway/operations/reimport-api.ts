import type { ReimportApiRequest } from "@aws-sdk/client-apigatewayv2";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { importDefinition, readDefinition } from "../definition.ts";
import { shownApi } from "../shown.ts";
import type { ApiDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html#ReimportApi */
export function reimportApi(
  { ApiId, Body }: Input<ReimportApiRequest>,
  { state: apis }: Call<ApiDirectory>,
): object {
  const api = apis.get(ApiId);
  importDefinition(api, readDefinition(Body));
  return shownApi(apis, apis.save(api));
}

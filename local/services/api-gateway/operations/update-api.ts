import type { UpdateApiRequest } from "@aws-sdk/client-apigatewayv2";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { shownApi } from "../shown.ts";
import type { ApiDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html#UpdateApi */
export function updateApi(
  { ApiId, Name, CorsConfiguration, ...settings }: Input<UpdateApiRequest>,
  { state: apis }: Call<ApiDirectory>,
): object {
  const api = apis.get(ApiId);
  if (Name !== undefined) api.Name = Name;
  if (CorsConfiguration !== undefined) api.CorsConfiguration = CorsConfiguration;
  api.settings = { ...api.settings, ...settings };
  return shownApi(apis, apis.save(api));
}

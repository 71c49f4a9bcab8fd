import type { GetApiRequest } from "@aws-sdk/client-apigatewayv2";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { shownApi } from "../shown.ts";
import type { ApiDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html#GetApi */
export function getApi({ ApiId }: Input<GetApiRequest>, { state: apis }: Call<ApiDirectory>): object {
  return shownApi(apis, apis.get(ApiId));
}

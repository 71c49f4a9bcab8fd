import type { DeleteApiRequest } from "@aws-sdk/client-apigatewayv2";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";

import type { ApiDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html#DeleteApi */
export function deleteApi({ ApiId }: Input<DeleteApiRequest>, { state: apis }: Call<ApiDirectory>): void {
  apis.remove(ApiId);
}

import type { ImportApiRequest } from "@aws-sdk/client-apigatewayv2";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { type Api, newId } from "../api.ts";
import { importDefinition, readDefinition } from "../definition.ts";
import { shownApi } from "../shown.ts";
import type { ApiDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html#ImportApi */
export function importApi(
  { Body }: Input<ImportApiRequest>,
  { state: apis, cloud }: Call<ApiDirectory>,
): object {
  const api: Api = {
    ApiId: newId(),
    ProtocolType: "HTTP",
    kind: "http",
    Name: "",
    CreatedDate: cloud.clock.now() / 1_000,
    settings: {},
    routes: {},
    integrations: {},
    stages: {},
    deployments: {},
  };
  importDefinition(api, readDefinition(Body));
  return shownApi(apis, apis.save(api));
}

import type { GetAliasRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { aliasOf } from "../function-alias.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetAlias.html */
export function getAlias(input: Input<GetAliasRequest>, { state: { functions } }: Call<Lambda>) {
  return aliasOf(functions.get(input.FunctionName), input.Name);
}

import type { UpdateAliasRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { aliasOf, putAlias } from "../function-alias.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateAlias.html */
export function updateAlias(input: Input<UpdateAliasRequest>, { state: { functions } }: Call<Lambda>) {
  aliasOf(functions.get(input.FunctionName), input.Name);
  return putAlias(functions, input);
}

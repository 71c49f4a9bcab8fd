import type { DeleteAliasRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_DeleteAlias.html */
export function deleteAlias(input: Input<DeleteAliasRequest>, { state: { functions } }: Call<Lambda>) {
  const deployed = functions.get(input.FunctionName);
  deployed.aliases.delete(input.Name);
  functions.save(deployed);
  return {};
}

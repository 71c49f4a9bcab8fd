import type { ListAliasesRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { aliasOf } from "../function-alias.ts";
import { pageOf } from "../function-page.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListAliases.html */
export function listAliases(input: Input<ListAliasesRequest>, { state: { functions } }: Call<Lambda>) {
  const deployed = functions.get(input.FunctionName);
  const aliases = [...deployed.aliases.keys()]
    .map((name) => aliasOf(deployed, name))
    .filter(({ FunctionVersion }) => (input.FunctionVersion ?? FunctionVersion) === FunctionVersion);
  return pageOf("Aliases", aliases, input);
}

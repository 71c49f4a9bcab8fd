import type { UpdateAliasRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { aliasOf, putAlias } from "../function-alias.ts";
import { checkRevision } from "../function-configuration.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateAlias.html */
export function updateAlias(input: Input<UpdateAliasRequest>, { state: { functions } }: Call<Lambda>) {
  const deployed = functions.get(input.FunctionName);
  if (!deployed.aliases.has(input.Name))
    throw new ServiceError(
      "ResourceNotFoundException",
      `Alias not found: ${deployed.pool.definition.arn}:${input.Name}`,
    );
  checkRevision(input.RevisionId, aliasOf(deployed, input.Name).RevisionId);
  return putAlias(functions, input);
}

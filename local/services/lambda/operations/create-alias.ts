import type { CreateAliasRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { putAlias } from "../function-alias.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html */
export function createAlias(input: Input<CreateAliasRequest>, { state: { functions } }: Call<Lambda>) {
  if (functions.get(input.FunctionName).aliases.has(input.Name))
    throw new ServiceError(
      "ResourceConflictException",
      `Alias already exists: ${functions.get(input.FunctionName).pool.definition.arn}:${input.Name}`,
    );
  return putAlias(functions, input);
}

import type { DeleteFunctionRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { DeployedFunction } from "../deployed-function.ts";
import { qualifierOf } from "../function-registry.ts";
import type { Lambda } from "../state.ts";

/** Deletes a function, or one of its versions. https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html */
export function deleteFunction(
  input: Input<DeleteFunctionRequest>,
  { state: { functions, urls } }: Call<Lambda>,
) {
  const qualifier = qualifierOf(input);
  if (qualifier === "$LATEST")
    throw new ServiceError(
      "InvalidParameterValueException",
      "$LATEST version cannot be deleted without deleting the function.",
    );
  const deployed = functions.get(input.FunctionName);
  if (qualifier !== undefined) {
    removeVersion(deployed, qualifier);
    functions.save(deployed);
    return {};
  }
  const { name } = deployed.pool.definition;
  functions.remove(name);
  for (const url of urls.ofFunction(name)) urls.remove(url);
  return {};
}

function removeVersion(deployed: DeployedFunction, version: string): void {
  const { aliases, versions, permissions, eventInvokeConfigs } = deployed;
  const [alias] =
    [...aliases].find(
      ([, { version: main, routing }]) =>
        main === version || Object.hasOwn(routing?.AdditionalVersionWeights ?? {}, version),
    ) ?? [];
  if (alias !== undefined)
    throw new ServiceError(
      "ResourceConflictException",
      `Version ${version} cannot be deleted: the alias ${alias} points to it.`,
    );
  const at = versions.findIndex((one) => one["Version"] === version);
  if (at !== -1) versions.splice(at, 1);
  eventInvokeConfigs.delete(version);
  for (const [key, { qualifier }] of permissions) if (qualifier === version) permissions.delete(key);
}

import { ServiceError } from "#kernel/service-error.ts";
import { type FunctionRegistry, functionName, qualifierOf } from "../function-registry.ts";

/** The function, and the alias if any, that a URL is of. @throws ServiceError when there is no such function */
export function urlOwner(
  functions: FunctionRegistry,
  { FunctionName, Qualifier }: { readonly FunctionName: string; readonly Qualifier?: string | undefined },
  missing = "Function does not exist",
): readonly [name: string, qualifier: string | undefined] {
  const qualifier = qualifierOf({ FunctionName, Qualifier });
  const { name } = functionName(FunctionName);
  const present = functions.has(name) ? functions.get(FunctionName) : undefined;
  if (!present || (qualifier !== undefined && !present.aliases.has(qualifier)))
    throw new ServiceError("ResourceNotFoundException", missing, { details: { Type: "User" } });
  return [name, qualifier];
}

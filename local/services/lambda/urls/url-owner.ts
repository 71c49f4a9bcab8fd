import { type FunctionRegistry, functionName } from "../function-registry.ts";

/** The function, and the alias if any, that a URL is of. @throws ServiceError when there is no such function */
export function urlOwner(
  functions: FunctionRegistry,
  { FunctionName, Qualifier }: { readonly FunctionName: string; readonly Qualifier?: string | undefined },
): readonly [name: string, qualifier: string | undefined] {
  const { name } = functions.get(FunctionName).pool.definition;
  return [name, Qualifier ?? functionName(FunctionName).qualifier];
}

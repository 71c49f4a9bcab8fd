import type { GetFunctionRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { shownOf } from "../function-configuration.ts";
import { qualifierOf } from "../function-registry.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html */
export function getFunction(input: Input<GetFunctionRequest>, { state: { functions } }: Call<Lambda>) {
  const { reservedConcurrency, pool, tags } = functions.get(input.FunctionName, qualifierOf(input));
  return {
    Configuration: shownOf(functions, input),
    Code: { RepositoryType: "S3", Location: `file://${pool.definition.codeFolder}` },
    ...(Object.keys(tags).length > 0 && { Tags: tags }),
    ...(reservedConcurrency !== undefined && {
      Concurrency: { ReservedConcurrentExecutions: reservedConcurrency },
    }),
  };
}

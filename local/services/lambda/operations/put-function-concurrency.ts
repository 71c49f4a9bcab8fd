import type { PutFunctionConcurrencyRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { functionName } from "../function-registry.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionConcurrency.html */
export function putFunctionConcurrency(
  input: Input<PutFunctionConcurrencyRequest>,
  { state: { functions } }: Call<Lambda>,
) {
  if (functionName(input.FunctionName).qualifier !== undefined)
    throw new ServiceError(
      "InvalidParameterValueException",
      "This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.",
    );
  const deployed = functions.get(input.FunctionName, "$LATEST");
  deployed.reservedConcurrency = input.ReservedConcurrentExecutions;
  deployed.pool.concurrency = input.ReservedConcurrentExecutions;
  functions.save(deployed);
  return { ReservedConcurrentExecutions: input.ReservedConcurrentExecutions };
}

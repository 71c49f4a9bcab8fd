import type { GetPolicyRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { revisionOf, shownStatement } from "../function-alias.ts";
import { qualifierOf } from "../function-registry.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html */
export function getPolicy(input: Input<GetPolicyRequest>, { state: { functions } }: Call<Lambda>) {
  const wanted = qualifierOf(input);
  const deployed = functions.get(input.FunctionName);
  const { permissions, pool } = deployed;
  const found = [...permissions.values()].filter(({ qualifier }) => qualifier === wanted);
  if (found.length === 0)
    throw new ServiceError("ResourceNotFoundException", "The resource you requested does not exist.");
  const Statement = found.map((statement) => shownStatement(statement, pool.definition.arn));
  return {
    Policy: JSON.stringify({ Version: "2012-10-17", Id: "default", Statement }),
    RevisionId: revisionOf(deployed, wanted),
  };
}

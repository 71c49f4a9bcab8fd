import type { RemovePermissionRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_RemovePermission.html */
export function removePermission(
  input: Input<RemovePermissionRequest>,
  { state: { functions } }: Call<Lambda>,
) {
  const deployed = functions.get(input.FunctionName);
  if (!deployed.permissions.delete(input.StatementId))
    throw new ServiceError(
      "ResourceNotFoundException",
      `Statement ${input.StatementId} is not found in resource policy.`,
    );
  functions.save(deployed);
  return {};
}

import type { RemovePermissionRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { renewRevision, revisionOf } from "../function-alias.ts";
import { checkRevision } from "../function-configuration.ts";
import { qualifierOf } from "../function-registry.ts";
import { keyOf } from "../permission.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_RemovePermission.html */
export function removePermission(input: Input<RemovePermissionRequest>, call: Call<Lambda>) {
  const { functions } = call.state;
  const qualifier = qualifierOf(input);
  const deployed = functions.get(input.FunctionName);
  const { permissions } = deployed;
  checkRevision(input.RevisionId, revisionOf(deployed, qualifier));
  if (![...permissions.values()].some((statement) => statement.qualifier === qualifier))
    throw new ServiceError("ResourceNotFoundException", "No policy is associated with the given resource.");
  if (!permissions.delete(keyOf({ sid: input.StatementId, qualifier })))
    throw new ServiceError(
      "ResourceNotFoundException",
      `Statement ${input.StatementId} is not found in resource policy.`,
    );
  renewRevision(deployed, qualifier, call);
  functions.save(deployed);
  return {};
}

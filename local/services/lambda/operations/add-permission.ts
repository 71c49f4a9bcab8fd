import type { AddPermissionRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { aliasOf, renewRevision, revisionOf, shownStatement } from "../function-alias.ts";
import { checkRevision } from "../function-configuration.ts";
import { qualifierOf } from "../function-registry.ts";
import { keyOf } from "../permission.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html */
export function addPermission(input: Input<AddPermissionRequest>, call: Call<Lambda>) {
  const { functions } = call.state;
  const qualifier = qualifierOf(input);
  const deployed = functions.get(input.FunctionName);
  const { permissions } = deployed;
  if (qualifier === "$LATEST")
    throw new ServiceError(
      "InvalidParameterValueException",
      "We currently do not support adding policies for $LATEST.",
    );
  if (qualifier !== undefined && /[^\d$]/.test(qualifier) && !qualifier.includes("$"))
    aliasOf(deployed, qualifier);
  else functions.shown(deployed, qualifier);
  checkRevision(input.RevisionId, revisionOf(deployed, qualifier));
  const key = keyOf({ sid: input.StatementId, qualifier });
  if (permissions.has(key))
    throw new ServiceError(
      "ResourceConflictException",
      `The statement id (${input.StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
    );
  const statement = {
    sid: input.StatementId,
    action: input.Action,
    principal: input.Principal,
    sourceArn: input.SourceArn,
    sourceAccount: input.SourceAccount,
    organization: input.PrincipalOrgID,
    urlAuthType: input.FunctionUrlAuthType,
    eventSourceToken: input.EventSourceToken,
    viaUrl: input.InvokedViaFunctionUrl,
    qualifier,
  };
  permissions.set(key, statement);
  renewRevision(deployed, qualifier, call);
  functions.save(deployed);
  return { Statement: JSON.stringify(shownStatement(statement, deployed.pool.definition.arn)) };
}

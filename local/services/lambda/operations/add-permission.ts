import type { AddPermissionRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { shownStatement } from "../function-alias.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html */
export function addPermission(input: Input<AddPermissionRequest>, { state: { functions } }: Call<Lambda>) {
  const deployed = functions.get(input.FunctionName);
  const { permissions } = deployed;
  if (input.Qualifier !== undefined) functions.shown(deployed, input.Qualifier);
  if (permissions.has(input.StatementId))
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
    qualifier: input.Qualifier,
  };
  permissions.set(input.StatementId, statement);
  functions.save(deployed);
  return { Statement: JSON.stringify(shownStatement(statement, deployed.pool.definition.arn)) };
}

import type { ExecuteChangeSetInput } from "@aws-sdk/client-cloudformation";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { deployStack } from "../deploy-stack.ts";
import { checkUpdatable } from "../stack-status.ts";
import type { StackDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ExecuteChangeSet.html */
export function executeChangeSet(
  { StackName, ChangeSetName, ClientRequestToken, DisableRollback }: Input<ExecuteChangeSetInput>,
  { state: stacks, cloud }: Call<StackDirectory>,
): object {
  const found = stacks.changeSet(StackName, ChangeSetName);
  if (!found)
    throw new ServiceError("ChangeSetNotFound", `ChangeSet [${ChangeSetName}] does not exist`, {
      statusCode: 404,
    });
  const { record, changeSet } = found;
  if (changeSet.status === "FAILED" || changeSet.executed)
    throw new ServiceError(
      "InvalidChangeSetStatus",
      `ChangeSet [${changeSet.id}] cannot be executed in its current status of [${changeSet.status}]`,
      { statusCode: 400 },
    );
  checkUpdatable(record);
  changeSet.executed = true;
  // The others were made for what the stack is no more.
  record.changeSets.clear();
  deployStack(cloud, stacks, record, {
    template: changeSet.template,
    settings: {
      ...changeSet.settings,
      ...(DisableRollback !== undefined && { disableRollback: DisableRollback }),
    },
    token: ClientRequestToken,
  });
  return {};
}

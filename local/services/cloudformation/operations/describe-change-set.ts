import type { DescribeChangeSetInput } from "@aws-sdk/client-cloudformation";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { describedChange, describedChangeSet } from "../described.ts";
import type { StackDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeChangeSet.html */
export function describeChangeSet(
  { StackName, ChangeSetName }: Input<DescribeChangeSetInput>,
  { state: stacks }: Call<StackDirectory>,
): object {
  const found = stacks.changeSet(StackName, ChangeSetName);
  if (!found)
    throw new ServiceError("ChangeSetNotFound", `ChangeSet [${ChangeSetName}] does not exist`, {
      statusCode: 404,
    });
  const { record, changeSet } = found;
  const { settings, changes } = changeSet;
  return {
    ...describedChangeSet(record, changeSet),
    Parameters: settings.parameters,
    Capabilities: settings.capabilities,
    NotificationARNs: settings.notificationArns,
    Tags: settings.tags,
    Changes: changes.map((change) => ({ Type: "Resource", ResourceChange: describedChange(change) })),
  };
}

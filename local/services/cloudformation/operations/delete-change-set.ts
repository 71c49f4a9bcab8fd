import type { DeleteChangeSetInput } from "@aws-sdk/client-cloudformation";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { StackDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteChangeSet.html */
export function deleteChangeSet(
  { StackName, ChangeSetName }: Input<DeleteChangeSetInput>,
  { state: stacks }: Call<StackDirectory>,
): object {
  const found = stacks.changeSet(StackName, ChangeSetName);
  found?.record.changeSets.delete(found.changeSet.id);
  return {};
}

import type { DeleteStackInput } from "@aws-sdk/client-cloudformation";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { removeStack } from "../remove-stack.ts";
import type { StackDirectory } from "../state.ts";
import { validationError } from "../template-text.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteStack.html */
export function deleteStack(
  { StackName, ClientRequestToken, RetainResources = [] }: Input<DeleteStackInput>,
  { state: stacks, cloud }: Call<StackDirectory>,
): void {
  const record = stacks.find(StackName);
  // Deleting what is not there is no error.
  if (!record || record.deleted !== undefined) return;
  if (record.status === "DELETE_IN_PROGRESS") return;
  if (record.terminationProtection)
    throw validationError(`Stack [${record.name}] cannot be deleted while TerminationProtection is enabled`);
  if (RetainResources.length > 0 && record.status !== "DELETE_FAILED")
    throw validationError(
      `Invalid operation on stack [${record.name}]. RetainResources may be given for a stack in DELETE_FAILED only, and it is in ${record.status}.`,
    );
  const there = new Set(stacks.stackOf(record).resources.map(({ logicalId }) => logicalId));
  const unknown = RetainResources.filter((id) => !there.has(id));
  if (unknown.length > 0)
    throw validationError(`The stack [${record.name}] has no resources [${unknown.join(", ")}] to retain.`);
  removeStack(cloud, stacks, record, { token: ClientRequestToken, retained: RetainResources });
}

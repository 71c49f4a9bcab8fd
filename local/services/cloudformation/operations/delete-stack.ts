import type { DeleteStackInput } from "@aws-sdk/client-cloudformation";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { removeStack } from "../deploy-stack.ts";
import type { StackDirectory } from "../state.ts";
import { validationError } from "../template-text.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteStack.html */
export function deleteStack(
  { StackName, ClientRequestToken }: Input<DeleteStackInput>,
  { state: stacks, cloud }: Call<StackDirectory>,
): void {
  const record = stacks.find(StackName);
  // Deleting what is not there is no error.
  if (!record || record.deleted !== undefined) return;
  if (record.terminationProtection)
    throw validationError(`Stack [${record.name}] cannot be deleted while TerminationProtection is enabled`);
  removeStack(cloud, stacks, record, ClientRequestToken);
}

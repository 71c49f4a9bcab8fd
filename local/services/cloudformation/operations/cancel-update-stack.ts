import type { CancelUpdateStackInput } from "@aws-sdk/client-cloudformation";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { StackDirectory } from "../state.ts";
import { validationError } from "../template-text.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CancelUpdateStack.html */
export function cancelUpdateStack(
  { StackName }: Input<CancelUpdateStackInput>,
  { state: stacks }: Call<StackDirectory>,
): void {
  const record = stacks.get(StackName);
  if (record.status !== "UPDATE_IN_PROGRESS" || !record.work)
    throw validationError(
      `CancelUpdateStack cannot be called from current stack status: the stack is in ${record.status} and has to be UPDATE_IN_PROGRESS.`,
    );
  record.work.cancel.abort();
}

import type { ContinueUpdateRollbackInput } from "@aws-sdk/client-cloudformation";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { rollBackStack } from "../roll-back-stack.ts";
import type { StackDirectory } from "../state.ts";
import { validationError } from "../template-text.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ContinueUpdateRollback.html */
export function continueUpdateRollback(
  { StackName, ResourcesToSkip = [], ClientRequestToken }: Input<ContinueUpdateRollbackInput>,
  { state: stacks, cloud }: Call<StackDirectory>,
): object {
  const record = stacks.get(StackName);
  if (record.status !== "UPDATE_ROLLBACK_FAILED")
    throw validationError(
      `Stack:${record.id} is in ${record.status} state and can not continue rolling back: it has to be UPDATE_ROLLBACK_FAILED.`,
    );
  rollBackStack(cloud, stacks, record, { token: ClientRequestToken, skipped: ResourcesToSkip });
  return {};
}

import type { RollbackStackInput } from "@aws-sdk/client-cloudformation";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { rollBackStack } from "../roll-back-stack.ts";
import type { StackDirectory } from "../state.ts";
import { validationError } from "../template-text.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_RollbackStack.html */
export function rollbackStack(
  { StackName, ClientRequestToken }: Input<RollbackStackInput>,
  { state: stacks, cloud }: Call<StackDirectory>,
): object {
  const record = stacks.get(StackName);
  if (!/^(CREATE|UPDATE)_FAILED$/.test(record.status))
    throw validationError(
      `Stack:${record.id} is in ${record.status} state and can not be rolled back: it has to be CREATE_FAILED or UPDATE_FAILED.`,
    );
  rollBackStack(cloud, stacks, record, { token: ClientRequestToken });
  return { StackId: record.id };
}

import type { UpdateTerminationProtectionInput } from "@aws-sdk/client-cloudformation";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { lineOf } from "../described.ts";
import type { StackDirectory } from "../state.ts";
import { validationError } from "../template-text.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_UpdateTerminationProtection.html */
export function updateTerminationProtection(
  { StackName, EnableTerminationProtection }: Input<UpdateTerminationProtectionInput>,
  { state: stacks }: Call<StackDirectory>,
): object {
  const record = stacks.get(StackName);
  const { ParentId } = lineOf(stacks.stackOf(record));
  if (ParentId !== undefined)
    throw validationError(
      `Stack [${record.name}] is nested: its termination protection is that of the stack ${ParentId}.`,
    );
  record.terminationProtection = EnableTerminationProtection;
  stacks.keep(record);
  return { StackId: record.id };
}

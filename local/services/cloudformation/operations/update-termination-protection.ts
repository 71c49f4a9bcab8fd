import type { UpdateTerminationProtectionInput } from "@aws-sdk/client-cloudformation";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { StackDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_UpdateTerminationProtection.html */
export function updateTerminationProtection(
  { StackName, EnableTerminationProtection }: Input<UpdateTerminationProtectionInput>,
  { state: stacks }: Call<StackDirectory>,
): object {
  const record = stacks.get(StackName);
  record.terminationProtection = EnableTerminationProtection;
  return { StackId: record.id };
}

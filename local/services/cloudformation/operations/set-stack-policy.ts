import type { SetStackPolicyInput } from "@aws-sdk/client-cloudformation";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { stackPolicyText } from "../stack-policy.ts";
import type { StackDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_SetStackPolicy.html */
export function setStackPolicy(
  { StackName, StackPolicyBody, StackPolicyURL }: Input<SetStackPolicyInput>,
  { state: stacks, cloud }: Call<StackDirectory>,
): void {
  const record = stacks.get(StackName);
  record.policy = stackPolicyText(cloud, StackPolicyBody, StackPolicyURL);
  stacks.keep(record);
}

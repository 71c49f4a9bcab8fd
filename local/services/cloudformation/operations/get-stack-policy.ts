import type { GetStackPolicyInput } from "@aws-sdk/client-cloudformation";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { StackDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetStackPolicy.html */
export function getStackPolicy(
  { StackName }: Input<GetStackPolicyInput>,
  { state: stacks }: Call<StackDirectory>,
): object {
  return { StackPolicyBody: stacks.get(StackName).policy };
}

import type { DescribeStacksInput } from "@aws-sdk/client-cloudformation";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { describedStack } from "../described.ts";
import type { StackDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html */
export function describeStacks(
  { StackName }: Input<DescribeStacksInput>,
  { state: stacks }: Call<StackDirectory>,
): object {
  const records = StackName === undefined ? stacks.all() : [stacks.get(StackName)];
  return { Stacks: records.map((record) => describedStack(record, stacks.stackOf(record))) };
}

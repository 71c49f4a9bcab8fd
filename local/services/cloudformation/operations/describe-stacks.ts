import type { DescribeStacksInput } from "@aws-sdk/client-cloudformation";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { describedStack } from "../described.ts";
import { pageOf } from "../stack-page.ts";
import type { StackDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html */
export function describeStacks(
  { StackName, NextToken }: Input<DescribeStacksInput>,
  { state: stacks }: Call<StackDirectory>,
): object {
  const records = StackName === undefined ? stacks.all() : [stacks.get(StackName)];
  const { items, NextToken: next } = pageOf(records, NextToken);
  return { Stacks: items.map((record) => describedStack(record, stacks.stackOf(record))), NextToken: next };
}

import type { DescribeStackResourceInput } from "@aws-sdk/client-cloudformation";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { describedResources } from "../described.ts";
import type { StackDirectory } from "../state.ts";
import { validationError } from "../template-text.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResource.html */
export function describeStackResource(
  { StackName, LogicalResourceId }: Input<DescribeStackResourceInput>,
  { state: stacks, cloud }: Call<StackDirectory>,
): object {
  const record = stacks.get(StackName);
  const found = describedResources(record, stacks.stackOf(record), cloud).find(
    (one) => one.LogicalResourceId === LogicalResourceId,
  );
  if (!found) throw validationError(`Resource ${LogicalResourceId} does not exist for stack ${StackName}`);
  return { StackResourceDetail: { ...found, StackId: record.id, StackName: record.name } };
}

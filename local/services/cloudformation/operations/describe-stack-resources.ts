import type { DescribeStackResourcesInput } from "@aws-sdk/client-cloudformation";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { describedResources } from "../described.ts";
import type { StackDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResources.html */
export function describeStackResources(
  { StackName, LogicalResourceId }: Input<DescribeStackResourcesInput>,
  { state: stacks, cloud }: Call<StackDirectory>,
): object {
  const record = stacks.get(StackName ?? "");
  const resources = describedResources(record, stacks.stackOf(record), cloud)
    .filter((one) => LogicalResourceId === undefined || one.LogicalResourceId === LogicalResourceId)
    .map((one) => ({ ...one, StackId: record.id, StackName: record.name }));
  return { StackResources: resources };
}

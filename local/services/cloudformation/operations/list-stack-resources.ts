import type { ListStackResourcesInput } from "@aws-sdk/client-cloudformation";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { describedResources } from "../described.ts";
import { pageOf } from "../stack-page.ts";
import type { StackDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackResources.html */
export function listStackResources(
  { StackName, NextToken }: Input<ListStackResourcesInput>,
  { state: stacks, cloud }: Call<StackDirectory>,
): object {
  const record = stacks.get(StackName);
  const resources = describedResources(record, stacks.stackOf(record), cloud);
  const { items, NextToken: next } = pageOf(resources, NextToken);
  return { StackResourceSummaries: items, NextToken: next };
}

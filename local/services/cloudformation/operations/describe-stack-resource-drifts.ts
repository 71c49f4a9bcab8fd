import type { DescribeStackResourceDriftsInput } from "@aws-sdk/client-cloudformation";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { pageOf } from "../stack-page.ts";
import type { StackDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResourceDrifts.html */
export function describeStackResourceDrifts(
  {
    StackName,
    StackResourceDriftStatusFilters,
    NextToken,
    MaxResults,
  }: Input<DescribeStackResourceDriftsInput>,
  { state: stacks }: Call<StackDirectory>,
): object {
  const wanted: readonly string[] = StackResourceDriftStatusFilters ?? [];
  const found = (stacks.get(StackName).drift?.resources ?? []).filter(
    (one) => wanted.length === 0 || wanted.includes(one.StackResourceDriftStatus),
  );
  const { items, NextToken: next } = pageOf(found, NextToken, MaxResults);
  return { StackResourceDrifts: items, NextToken: next };
}

import type { DescribeStackEventsInput } from "@aws-sdk/client-cloudformation";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { describedEvent } from "../described.ts";
import { pageOf } from "../stack-page.ts";
import type { StackDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackEvents.html */
export function describeStackEvents(
  { StackName, NextToken }: Input<DescribeStackEventsInput>,
  { state: stacks }: Call<StackDirectory>,
): object {
  const record = stacks.get(StackName ?? "");
  const { items, NextToken: next } = pageOf(record.events, NextToken);
  return { StackEvents: items.map((event) => describedEvent(record, event)), NextToken: next };
}

import type { DescribeStackEventsInput } from "@aws-sdk/client-cloudformation";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { describedEvent } from "../described.ts";
import type { StackDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackEvents.html */
export function describeStackEvents(
  { StackName }: Input<DescribeStackEventsInput>,
  { state: stacks }: Call<StackDirectory>,
): object {
  const record = stacks.get(StackName ?? "");
  return { StackEvents: record.events.map((event) => describedEvent(record, event)) };
}

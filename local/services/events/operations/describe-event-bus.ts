import type { DescribeEventBusRequest } from "@aws-sdk/client-eventbridge";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { describedBus } from "../described.ts";
import { busName } from "../event-bus.ts";
import type { EventBridge } from "../state.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeEventBus.html */
export function describeEventBus(
  { Name }: Input<DescribeEventBusRequest>,
  { state: bridge }: Call<EventBridge>,
): object {
  return describedBus(bridge.bus(busName(Name)));
}

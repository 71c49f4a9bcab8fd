import type { DescribeRuleRequest } from "@aws-sdk/client-eventbridge";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { describedRule } from "../described.ts";
import { busName } from "../event-bus.ts";
import type { EventBridge } from "../state.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeRule.html */
export function describeRule(
  { Name, EventBusName }: Input<DescribeRuleRequest>,
  { state: bridge }: Call<EventBridge>,
): object {
  return describedRule(bridge.rule(bridge.bus(busName(EventBusName)).name, Name), bridge.place);
}

import type { ListTargetsByRuleRequest } from "@aws-sdk/client-eventbridge";
import type { Call } from "#kernel/cloud.ts";
import { page } from "#kernel/page.ts";
import type { Input } from "#kernel/service.ts";
import { invalidToken } from "../errors.ts";
import { busName } from "../event-bus.ts";
import type { EventBridge } from "../state.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListTargetsByRule.html */
export function listTargetsByRule(
  { Rule, EventBusName, NextToken, Limit = 100 }: Input<ListTargetsByRuleRequest>,
  { state: bridge }: Call<EventBridge>,
): object {
  const { targets } = bridge.rule(bridge.bus(busName(EventBusName)).name, Rule);
  const { items, ...rest } = page(targets, NextToken, { size: Limit, invalid: invalidToken });
  return { Targets: items, ...rest };
}

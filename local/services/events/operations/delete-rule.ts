import type { DeleteRuleRequest } from "@aws-sdk/client-eventbridge";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { invalidParameter } from "../errors.ts";
import { busName } from "../event-bus.ts";
import type { EventBridge } from "../state.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DeleteRule.html */
export function deleteRule(
  { Name, EventBusName }: Input<DeleteRuleRequest>,
  { state: bridge }: Call<EventBridge>,
): void {
  const rule = bridge.findRule(bridge.bus(busName(EventBusName)).name, Name);
  if (!rule) return;
  if (rule.targets.length > 0) throw invalidParameter("Rule can't be deleted since it has targets.");
  bridge.removeRule(rule);
}

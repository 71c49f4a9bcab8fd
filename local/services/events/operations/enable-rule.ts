import type { EnableRuleRequest } from "@aws-sdk/client-eventbridge";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { busName } from "../event-bus.ts";
import type { EventBridge } from "../state.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_EnableRule.html */
export function enableRule(
  { Name, EventBusName }: Input<EnableRuleRequest>,
  { state: bridge, cloud }: Call<EventBridge>,
): void {
  const rule = bridge.rule(bridge.bus(busName(EventBusName)).name, Name);
  bridge.saveRule({ ...rule, since: cloud.clock.now(), state: "ENABLED" });
}

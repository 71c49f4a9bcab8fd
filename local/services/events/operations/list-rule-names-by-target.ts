import type { ListRuleNamesByTargetRequest } from "@aws-sdk/client-eventbridge";
import type { Call } from "#kernel/cloud.ts";
import { page } from "#kernel/page.ts";
import type { Input } from "#kernel/service.ts";
import { invalidToken } from "../errors.ts";
import { busName } from "../event-bus.ts";
import type { EventBridge } from "../state.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRuleNamesByTarget.html */
export function listRuleNamesByTarget(
  { TargetArn, EventBusName, NextToken, Limit = 100 }: Input<ListRuleNamesByTargetRequest>,
  { state: bridge }: Call<EventBridge>,
): object {
  const names = bridge
    .rulesOf(bridge.bus(busName(EventBusName)).name)
    .filter(({ targets }) => targets.some(({ Arn }) => Arn === TargetArn))
    .map(({ name }) => name);
  const { items, ...rest } = page(names, NextToken, { size: Limit, invalid: invalidToken });
  return { RuleNames: items, ...rest };
}

import type { ListRulesRequest } from "@aws-sdk/client-eventbridge";
import type { Call } from "#kernel/cloud.ts";
import { page } from "#kernel/page.ts";
import type { Input } from "#kernel/service.ts";
import { listedRule } from "../described.ts";
import { invalidToken } from "../errors.ts";
import { busName } from "../event-bus.ts";
import type { EventBridge } from "../state.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRules.html */
export function listRules(
  { NamePrefix = "", EventBusName, NextToken, Limit = 100 }: Input<ListRulesRequest>,
  { state: bridge }: Call<EventBridge>,
): object {
  const bus = bridge.bus(busName(EventBusName)).name;
  const found = bridge.rulesOf(bus).filter(({ name }) => name.startsWith(NamePrefix));
  const { items, ...rest } = page(found, NextToken, { size: Limit, invalid: invalidToken });
  return { Rules: items.map((rule) => listedRule(rule)), ...rest };
}

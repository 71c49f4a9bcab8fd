import type { ListEventBusesRequest } from "@aws-sdk/client-eventbridge";
import type { Call } from "#kernel/cloud.ts";
import { page } from "#kernel/page.ts";
import type { Input } from "#kernel/service.ts";
import { describedBus } from "../described.ts";
import { invalidToken } from "../errors.ts";
import type { EventBridge } from "../state.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListEventBuses.html */
export function listEventBuses(
  { NamePrefix = "", NextToken, Limit = 100 }: Input<ListEventBusesRequest>,
  { state: bridge }: Call<EventBridge>,
): object {
  const found = bridge.buses().filter(({ name }) => name.startsWith(NamePrefix));
  const { items, ...rest } = page(found, NextToken, { size: Limit, invalid: invalidToken });
  return { EventBuses: items.map(describedBus), ...rest };
}

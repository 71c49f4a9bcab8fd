import type { DeleteEventBusRequest } from "@aws-sdk/client-eventbridge";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { invalidParameter } from "../errors.ts";
import { busName, DEFAULT_BUS } from "../event-bus.ts";
import type { EventBridge } from "../state.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DeleteEventBus.html */
export function deleteEventBus(
  { Name }: Input<DeleteEventBusRequest>,
  { state: bridge }: Call<EventBridge>,
): void {
  const bus = busName(Name);
  if (bus === DEFAULT_BUS) throw invalidParameter("Cannot delete event bus default.");
  for (const rule of bridge.rulesOf(bus)) bridge.removeRule(rule);
  bridge.removeBus(bus);
}

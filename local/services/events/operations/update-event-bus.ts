import type { UpdateEventBusRequest } from "@aws-sdk/client-eventbridge";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { describedBus } from "../described.ts";
import { busName } from "../event-bus.ts";
import type { EventBridge } from "../state.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_UpdateEventBus.html */
export function updateEventBus(
  { Name, Description, KmsKeyIdentifier, DeadLetterConfig }: Input<UpdateEventBusRequest>,
  { state: bridge }: Call<EventBridge>,
): object {
  const bus = bridge.saveBus({
    ...bridge.bus(busName(Name)),
    description: Description,
    keyIdentifier: KmsKeyIdentifier,
    deadLetterArn: DeadLetterConfig?.Arn,
  });
  return describedBus(bus);
}

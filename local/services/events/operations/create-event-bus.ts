import type { CreateEventBusRequest } from "@aws-sdk/client-eventbridge";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { tagRecord } from "#kernel/tags.ts";
import { describedBus } from "../described.ts";
import { invalidParameter } from "../errors.ts";
import { DEFAULT_BUS } from "../event-bus.ts";
import type { EventBridge } from "../state.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateEventBus.html */
export function createEventBus(
  {
    Name,
    EventSourceName,
    Description,
    KmsKeyIdentifier,
    DeadLetterConfig,
    Tags = [],
  }: Input<CreateEventBusRequest>,
  { state: bridge }: Call<EventBridge>,
): object {
  if (EventSourceName !== undefined)
    throw new ServiceError("ResourceNotFoundException", `Event source ${EventSourceName} does not exist.`);
  if (Name === DEFAULT_BUS || bridge.findBus(Name))
    throw new ServiceError("ResourceAlreadyExistsException", `Event bus ${Name} already exists.`);
  if (!/^[\w.-]+$/.test(Name)) throw invalidParameter("Event bus name must not contain '/'.");
  const bus = bridge.addBus(Name, {
    description: Description,
    keyIdentifier: KmsKeyIdentifier,
    deadLetterArn: DeadLetterConfig?.Arn,
    tags: tagRecord(Tags),
  });
  return { EventBusArn: bus.arn, ...describedBus(bus) };
}

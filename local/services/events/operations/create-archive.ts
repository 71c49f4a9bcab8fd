import type { CreateArchiveRequest } from "@aws-sdk/client-eventbridge";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { busName } from "../event-bus.ts";
import { readPattern } from "../read-pattern.ts";
import type { EventBridge } from "../state.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateArchive.html */
export function createArchive(
  { ArchiveName, EventSourceArn, Description, EventPattern, RetentionDays = 0 }: Input<CreateArchiveRequest>,
  { state: bridge }: Call<EventBridge>,
): object {
  const bus = bridge.bus(busName(EventSourceArn));
  if (bridge.archives.find(ArchiveName))
    throw new ServiceError("ResourceAlreadyExistsException", `Archive ${ArchiveName} already exists.`);
  if (EventPattern !== undefined) readPattern(EventPattern);
  const { arn, created } = bridge.archives.add(ArchiveName, {
    bus: bus.name,
    description: Description,
    eventPattern: EventPattern,
    retentionDays: RetentionDays,
  });
  return { ArchiveArn: arn, State: "ENABLED", CreationTime: created / 1_000 };
}

import type { UpdateArchiveRequest } from "@aws-sdk/client-eventbridge";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { readPattern } from "../read-pattern.ts";
import type { EventBridge } from "../state.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_UpdateArchive.html */
export function updateArchive(
  { ArchiveName, Description, EventPattern, RetentionDays }: Input<UpdateArchiveRequest>,
  { state: { archives } }: Call<EventBridge>,
): object {
  const former = archives.get(ArchiveName);
  if (EventPattern !== undefined) readPattern(EventPattern);
  archives.save({
    ...former,
    description: Description ?? former.description,
    eventPattern: EventPattern ?? former.eventPattern,
    retentionDays: RetentionDays ?? former.retentionDays,
  });
  return { ArchiveArn: former.arn, State: "ENABLED", CreationTime: former.created / 1_000 };
}

import type { DescribeArchiveRequest } from "@aws-sdk/client-eventbridge";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { listedArchive } from "../described.ts";
import type { EventBridge } from "../state.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeArchive.html */
export function describeArchive(
  { ArchiveName }: Input<DescribeArchiveRequest>,
  { state: bridge }: Call<EventBridge>,
): object {
  const archive = bridge.archives.get(ArchiveName);
  return {
    ...listedArchive(bridge, archive),
    ArchiveArn: archive.arn,
    ...(archive.description !== undefined && { Description: archive.description }),
    ...(archive.eventPattern !== undefined && { EventPattern: archive.eventPattern }),
  };
}

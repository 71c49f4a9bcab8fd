import type { DeleteArchiveRequest } from "@aws-sdk/client-eventbridge";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { EventBridge } from "../state.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DeleteArchive.html */
export function deleteArchive(
  { ArchiveName }: Input<DeleteArchiveRequest>,
  { state: { archives } }: Call<EventBridge>,
): object {
  archives.remove(archives.get(ArchiveName).name);
  return {};
}

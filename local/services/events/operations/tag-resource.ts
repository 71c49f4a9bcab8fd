import type { TagResourceRequest } from "@aws-sdk/client-eventbridge";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { tagRecord } from "#kernel/tags.ts";
import type { EventBridge } from "../state.ts";
import { tagged } from "../tags.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TagResource.html */
export function tagResource(
  { ResourceARN, Tags }: Input<TagResourceRequest>,
  { state: bridge }: Call<EventBridge>,
): void {
  tagged(bridge, ResourceARN).change((tags) => ({ ...tags, ...tagRecord(Tags) }));
}

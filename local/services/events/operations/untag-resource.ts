import type { UntagResourceRequest } from "@aws-sdk/client-eventbridge";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { withoutTags } from "#kernel/tags.ts";
import type { EventBridge } from "../state.ts";
import { tagged } from "../tags.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_UntagResource.html */
export function untagResource(
  { ResourceARN, TagKeys }: Input<UntagResourceRequest>,
  { state: bridge }: Call<EventBridge>,
): void {
  tagged(bridge, ResourceARN).change((tags) => withoutTags(tags, TagKeys));
}

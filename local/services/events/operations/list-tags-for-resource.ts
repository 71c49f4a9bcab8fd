import type { ListTagsForResourceRequest } from "@aws-sdk/client-eventbridge";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { tagList } from "#kernel/tags.ts";
import type { EventBridge } from "../state.ts";
import { tagged } from "../tags.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListTagsForResource.html */
export function listTagsForResource(
  { ResourceARN }: Input<ListTagsForResourceRequest>,
  { state: bridge }: Call<EventBridge>,
): object {
  const { tags } = tagged(bridge, ResourceARN);
  return { Tags: tagList(tags) };
}

import type { ListTagsForResourceRequest } from "@aws-sdk/client-sns";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { tagList } from "#kernel/tags.ts";
import type { Sns } from "../state.ts";
import { tagged } from "../topic-settings.ts";

/** https://docs.aws.amazon.com/sns/latest/api/API_ListTagsForResource.html */
export function listTagsForResource(
  { ResourceArn }: Input<ListTagsForResourceRequest>,
  { state: { topics } }: Call<Sns>,
) {
  return { Tags: tagList(tagged(topics, ResourceArn).tags) };
}

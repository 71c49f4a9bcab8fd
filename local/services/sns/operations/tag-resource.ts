import type { TagResourceRequest } from "@aws-sdk/client-sns";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Sns } from "../state.ts";
import { checkTags, tagged } from "../topic-settings.ts";

/** https://docs.aws.amazon.com/sns/latest/api/API_TagResource.html */
export function tagResource(
  { ResourceArn, Tags }: Input<TagResourceRequest>,
  { state: { topics } }: Call<Sns>,
) {
  const topic = tagged(topics, ResourceArn);
  checkTags(Tags, topic.tags.keys());
  for (const { Key, Value } of Tags ?? []) topic.tags.set(Key, Value);
  topics.changed(topic);
  return {};
}

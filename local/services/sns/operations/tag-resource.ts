import type { TagResourceRequest } from "@aws-sdk/client-sns";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { tagRecord } from "#kernel/tags.ts";
import type { Sns } from "../state.ts";
import { checkTags, tagged } from "../topic-settings.ts";

/** https://docs.aws.amazon.com/sns/latest/api/API_TagResource.html */
export function tagResource(
  { ResourceArn, Tags }: Input<TagResourceRequest>,
  { state: { topics } }: Call<Sns>,
) {
  const topic = tagged(topics, ResourceArn);
  checkTags(Tags, topic.tags);
  topic.tags = { ...topic.tags, ...tagRecord(Tags) };
  topics.changed(topic);
  return {};
}

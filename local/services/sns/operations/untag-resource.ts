import type { UntagResourceRequest } from "@aws-sdk/client-sns";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { withoutTags } from "#kernel/tags.ts";
import type { Sns } from "../state.ts";
import { tagged } from "../topic-settings.ts";

/** https://docs.aws.amazon.com/sns/latest/api/API_UntagResource.html */
export function untagResource(
  { ResourceArn, TagKeys }: Input<UntagResourceRequest>,
  { state: { topics } }: Call<Sns>,
) {
  const topic = tagged(topics, ResourceArn);
  topic.tags = withoutTags(topic.tags, TagKeys);
  topics.changed(topic);
  return {};
}

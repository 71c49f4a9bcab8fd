import type { UntagResourceRequest } from "@aws-sdk/client-sns";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Sns } from "../state.ts";
import { tagged } from "../topic-settings.ts";

/** https://docs.aws.amazon.com/sns/latest/api/API_UntagResource.html */
export function untagResource(
  { ResourceArn, TagKeys }: Input<UntagResourceRequest>,
  { state: { topics } }: Call<Sns>,
) {
  const topic = tagged(topics, ResourceArn);
  for (const key of TagKeys ?? []) topic.tags.delete(key);
  topics.changed(topic);
  return {};
}

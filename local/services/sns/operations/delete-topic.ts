import type { DeleteTopicInput } from "@aws-sdk/client-sns";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Sns } from "../state.ts";

/** https://docs.aws.amazon.com/sns/latest/api/API_DeleteTopic.html */
export function deleteTopic({ TopicArn }: Input<DeleteTopicInput>, { state: { topics } }: Call<Sns>) {
  const topic = topics.remove(TopicArn);
  if (topic) topics.announce(topic.name, "deleted");
  return {};
}

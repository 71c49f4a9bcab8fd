import type { ListSubscriptionsByTopicInput } from "@aws-sdk/client-sns";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Sns } from "../state.ts";
import { listed } from "../subscription-settings.ts";

/** https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html */
export function listSubscriptionsByTopic(
  input: Input<ListSubscriptionsByTopicInput>,
  { state: { topics }, cloud }: Call<Sns>,
) {
  return listed(cloud, [...topics.at(input.TopicArn).subscriptions.values()], input.NextToken);
}

import type { GetTopicAttributesInput } from "@aws-sdk/client-sns";
import type { Call, Cloud } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { effectiveTopicPolicy } from "../delivery-policy.ts";
import type { Sns } from "../state.ts";
import type { Topic } from "../topic.ts";
import { defaultPolicy } from "../topic-policy.ts";

/** https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html */
export function getTopicAttributes(
  { TopicArn }: Input<GetTopicAttributesInput>,
  { state: { topics }, cloud }: Call<Sns>,
) {
  return { Attributes: describe(cloud, topics.at(TopicArn)) };
}

function describe(cloud: Cloud, topic: Topic): Record<string, string> {
  const subscriptions = [...topic.subscriptions.values()];
  const confirmed = subscriptions.filter((subscription) => subscription.confirmed).length;
  return {
    TopicArn: topic.arn,
    Owner: cloud.accountId,
    DisplayName: "",
    Policy: JSON.stringify(defaultPolicy(cloud, topic)),
    SubscriptionsConfirmed: String(confirmed),
    SubscriptionsPending: String(subscriptions.length - confirmed),
    SubscriptionsDeleted: "0",
    EffectiveDeliveryPolicy: JSON.stringify(effectiveTopicPolicy(topic)),
    ...topic.attributes,
  };
}

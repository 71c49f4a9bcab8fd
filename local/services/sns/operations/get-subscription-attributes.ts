import type { GetSubscriptionAttributesInput } from "@aws-sdk/client-sns";
import { globalArnOf } from "#kernel/arn.ts";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { effectivePolicy } from "../delivery-policy.ts";
import type { Sns } from "../state.ts";

/** https://docs.aws.amazon.com/sns/latest/api/API_GetSubscriptionAttributes.html */
export function getSubscriptionAttributes(
  { SubscriptionArn }: Input<GetSubscriptionAttributesInput>,
  { state: { topics }, cloud }: Call<Sns>,
) {
  const subscription = topics.subscription(SubscriptionArn);
  // The scope is kept, and not shown, while there is no policy that it is of.
  const { FilterPolicyScope, ...others } = subscription.attributes;
  const attributes = others["FilterPolicy"] ? subscription.attributes : others;
  return {
    Attributes: {
      SubscriptionArn: subscription.arn,
      TopicArn: subscription.topic.arn,
      Protocol: subscription.protocol,
      Endpoint: subscription.endpoint,
      Owner: cloud.accountId,
      ConfirmationWasAuthenticated: "true",
      PendingConfirmation: String(!subscription.confirmed),
      RawMessageDelivery: "false",
      SubscriptionPrincipal: globalArnOf(cloud, "iam", "root"),
      ...(others["FilterPolicy"] && { FilterPolicyScope: "MessageAttributes" }),
      ...(subscription.protocol.startsWith("http") && {
        EffectiveDeliveryPolicy: JSON.stringify(effectivePolicy(subscription)),
      }),
      ...attributes,
    },
  };
}

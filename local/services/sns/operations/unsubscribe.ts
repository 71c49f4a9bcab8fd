import type { UnsubscribeInput } from "@aws-sdk/client-sns";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Sns } from "../state.ts";
import { invalidParameter } from "../topic-directory.ts";

/** https://docs.aws.amazon.com/sns/latest/api/API_Unsubscribe.html */
export function unsubscribe(
  { SubscriptionArn }: Input<UnsubscribeInput>,
  { state: { topics }, cloud }: Call<Sns>,
) {
  const found = topics.subscriptions().find(({ arn }) => arn === SubscriptionArn);
  if (!found) {
    const elements = String(SubscriptionArn).split(":").length;
    if (elements < 6)
      throw invalidParameter(`SubscriptionArn Reason: An ARN must have at least 6 elements, not ${elements}`);
    if (!/:[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(SubscriptionArn))
      throw invalidParameter("SubscriptionId");
    return {};
  }
  found.topic.subscriptions.delete(found.arn);
  topics.changed(found.topic);
  cloud.events.emit("resource", { type: "AWS::SNS::Subscription", name: found.arn, change: "deleted" });
  return {};
}

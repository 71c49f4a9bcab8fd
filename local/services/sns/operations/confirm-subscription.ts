import type { ConfirmSubscriptionInput } from "@aws-sdk/client-sns";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { Sns } from "../state.ts";
import { invalidParameter } from "../topic-directory.ts";

/** https://docs.aws.amazon.com/sns/latest/api/API_ConfirmSubscription.html */
export function confirmSubscription(
  { TopicArn, Token }: Input<ConfirmSubscriptionInput>,
  { state: { topics } }: Call<Sns>,
) {
  if (!/^[0-9a-f]{128,}$/.test(Token ?? ""))
    throw new ServiceError("InvalidParameterException", "Invalid token");
  const found = [...(topics.find(TopicArn)?.subscriptions.values() ?? [])].find(
    ({ token }) => token === Token,
  );
  if (!found) throw invalidParameter("Token");
  found.confirmed = true;
  topics.changed(found.topic);
  return { SubscriptionArn: found.arn };
}

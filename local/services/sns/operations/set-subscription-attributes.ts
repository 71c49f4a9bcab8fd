import type { SetSubscriptionAttributesInput } from "@aws-sdk/client-sns";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { compileFilter } from "../filter-policy.ts";
import { checkDeadLetters } from "../redrive-policy.ts";
import type { Sns } from "../state.ts";
import { checkAttributes } from "../subscription-settings.ts";

/** https://docs.aws.amazon.com/sns/latest/api/API_SetSubscriptionAttributes.html */
export function setSubscriptionAttributes(
  input: Input<SetSubscriptionAttributesInput>,
  { state: { topics } }: Call<Sns>,
) {
  const subscription = topics.subscription(input.SubscriptionArn);
  const changed = checkAttributes(subscription.attributes, {
    [input.AttributeName]: input.AttributeValue ?? "",
  });
  checkDeadLetters(subscription, changed["RedrivePolicy"]);
  subscription.filter = compileFilter({ ...subscription.attributes, ...changed });
  for (const [name, value] of Object.entries(changed)) {
    if (value === "" || (name === "FilterPolicy" && value === "{}")) delete subscription.attributes[name];
    else subscription.attributes[name] = value;
  }
  if (input.AttributeName === "FilterPolicy" && !subscription.attributes["FilterPolicy"])
    delete subscription.attributes["FilterPolicyScope"];
  topics.changed(subscription.topic);
  return {};
}

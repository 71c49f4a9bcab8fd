import type { SetTopicAttributesInput } from "@aws-sdk/client-sns";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { normalPolicy } from "../delivery-policy.ts";
import type { Sns } from "../state.ts";
import { checkAttribute } from "../topic-settings.ts";

/** https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html */
export function setTopicAttributes(input: Input<SetTopicAttributesInput>, { state: { topics } }: Call<Sns>) {
  const topic = topics.at(input.TopicArn);
  checkAttribute(input.AttributeName, input.AttributeValue ?? "");
  if (input.AttributeValue === undefined || input.AttributeValue === "")
    delete topic.attributes[input.AttributeName];
  else
    topic.attributes[input.AttributeName] =
      input.AttributeName === "DeliveryPolicy" ? normalPolicy(input.AttributeValue) : input.AttributeValue;
  topics.changed(topic);
  topics.announce(topic.name, "updated");
  return {};
}

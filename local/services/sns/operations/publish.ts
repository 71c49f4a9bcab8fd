import { randomUUID } from "node:crypto";
import type { PublishInput } from "@aws-sdk/client-sns";
import type { Call, Cloud } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import {
  checkAttributes,
  checkForTopic,
  checkText,
  type PublishEntry,
  publishTo,
} from "../published-message.ts";
import type { Sns } from "../state.ts";
import { invalidParameter } from "../topic-directory.ts";

const MOST_TEXT_CHARACTERS = 1_600;

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
export function publish(
  input: Input<PublishInput>,
  { state: { topics, delivery }, cloud, traceId }: Call<Sns>,
) {
  const targets = [input.TopicArn, input.TargetArn, input.PhoneNumber].filter(
    (target) => target !== undefined,
  );
  if (targets.length !== 1)
    throw invalidParameter("TopicArn, TargetArn or PhoneNumber Reason: exactly one of them is needed");
  if (input.PhoneNumber !== undefined) return sendText(cloud, input.PhoneNumber, input);
  if (input.TargetArn !== undefined && /:(endpoint|app)\//.test(input.TargetArn))
    throw invalidParameter("TargetArn Reason: No endpoint found for the target arn specified");
  const topic = topics.at((input.TopicArn ?? input.TargetArn)!);
  checkText(input);
  checkAttributes(input);
  checkForTopic(topic, [input]);
  return publishTo(cloud, topics, { topic, entry: input, delivery, traceId });
}

function sendText(cloud: Cloud, to: string, entry: PublishEntry): Record<string, string> {
  if (!/^\+?[1-9]\d{1,14}$/.test(to))
    throw invalidParameter(`PhoneNumber Reason: ${to} is not valid to publish to`);
  checkText(entry);
  checkAttributes(entry);
  const body = entry.Message;
  if (body.length > MOST_TEXT_CHARACTERS)
    throw invalidParameter(
      `Message Reason: message must be less than ${MOST_TEXT_CHARACTERS} characters long`,
    );
  const id = randomUUID();
  cloud.events.emit("notification", {
    id,
    timestamp: cloud.clock.now(),
    protocol: "sms",
    to,
    subject: undefined,
    body,
    from: "sns",
  });
  return { MessageId: id };
}

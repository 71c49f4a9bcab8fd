import { randomBytes, randomUUID } from "node:crypto";
import type { SubscribeInput } from "@aws-sdk/client-sns";
import type { Call } from "#kernel/cloud.ts";
import { isLoopback } from "#kernel/http-post.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { compileFilter } from "../filter-policy.ts";
import type { Sns } from "../state.ts";
import { checkAttributes } from "../subscription-settings.ts";
import type { Subscription } from "../topic.ts";
import { invalidParameter } from "../topic-directory.ts";

const ENDPOINTS: Readonly<Record<string, { readonly pattern: RegExp; readonly reason: string }>> = {
  http: { pattern: /^http:\/\/./, reason: "Endpoint must match the specified protocol" },
  https: { pattern: /^https:\/\/./, reason: "Endpoint must match the specified protocol" },
  email: { pattern: /^[^@\s]+@[^@\s]+$/, reason: "Email address" },
  "email-json": { pattern: /^[^@\s]+@[^@\s]+$/, reason: "Email address" },
  sms: { pattern: /./, reason: "Invalid SMS endpoint" },
  sqs: { pattern: /^arn:aws[\w-]*:sqs:[^:]+:\d{12}:./, reason: "SQS endpoint ARN" },
  lambda: { pattern: /^arn:aws[\w-]*:lambda:[^:]+:\d{12}:function:./, reason: "Lambda endpoint ARN" },
  firehose: { pattern: /^arn:aws[\w-]*:firehose:/, reason: "Firehose endpoint ARN" },
  application: { pattern: /^arn:aws[\w-]*:sns:/, reason: "Application endpoint ARN" },
};

/** https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html */
export function subscribe(
  input: Input<SubscribeInput>,
  { state: { topics, delivery }, cloud, endpoint }: Call<Sns>,
) {
  const topic = topics.at(input.TopicArn);
  const to = input.Endpoint ?? "";
  const rule = Object.hasOwn(ENDPOINTS, input.Protocol) ? ENDPOINTS[input.Protocol] : undefined;
  if (!rule) throw invalidParameter(`Amazon SNS does not support this protocol string: ${input.Protocol}`);
  if (!rule.pattern.test(to)) throw invalidParameter(rule.reason);
  if (input.Protocol === "sms" && !isPhoneNumber(to))
    throw new ServiceError("InvalidParameterException", `Invalid SMS endpoint: ${to}`);
  if (input.Protocol === "sqs" && to.endsWith(".fifo") && topic.attributes["FifoTopic"] !== "true")
    throw invalidParameter(
      "Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics",
    );
  const attributes = checkAttributes({}, input.Attributes ?? {}, "Attributes Reason: ");
  const present = [...topic.subscriptions.values()].find((other) => {
    return other.protocol === input.Protocol && other.endpoint === to;
  });
  if (present) {
    const changed = Object.keys(attributes).find(
      (key) => (present.attributes[key] ?? DEFAULTS[key]) !== attributes[key],
    );
    if (changed)
      throw invalidParameter("Attributes Reason: Subscription already exists with different attributes");
    return { SubscriptionArn: present.arn };
  }
  const posts = (input.Protocol === "http" || input.Protocol === "https") && isLoopback(to);
  const subscription: Subscription = {
    arn: `${topic.arn}:${randomUUID()}`,
    topic,
    protocol: input.Protocol,
    endpoint: to,
    attributes: Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== "")),
    confirmed: !posts,
    token: randomBytes(64).toString("hex"),
    filter: compileFilter(attributes),
  };
  topic.subscriptions.set(subscription.arn, subscription);
  topics.changed(topic);
  cloud.events.emit("resource", {
    type: "AWS::SNS::Subscription",
    name: subscription.arn,
    change: "created",
  });
  if (posts) delivery.askForConfirmation(subscription, endpoint);
  const shown = subscription.confirmed || input.ReturnSubscriptionArn;
  return { SubscriptionArn: shown ? subscription.arn : "pending confirmation" };
}

/** What an attribute is that was not given: saying it again changes nothing. */
const DEFAULTS: Readonly<Record<string, string>> = {
  FilterPolicyScope: "MessageAttributes",
  RawMessageDelivery: "false",
};

/** A number in E.164's form, with single slashes, dots and hyphens between its digits. */
function isPhoneNumber(text: string): boolean {
  return /^\+?\d+([./-]\d+)*$/.test(text) && /^\+?[1-9]\d{1,14}$/.test(text.replace(/[./-]/g, ""));
}

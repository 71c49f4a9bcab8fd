import { randomBytes, randomUUID } from "node:crypto";
import type { CallContext, Cloud, Operations } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import type { Delivery } from "./delivery.ts";
import { compileFilter } from "./filter-policy.ts";
import { HEALTHY_RETRY_POLICY, REQUEST_POLICY } from "./http-delivery.ts";
import { isLoopback } from "./http-post.ts";
import { readRedrivePolicy } from "./redrive-policy.ts";
import type { Subscription } from "./topic.ts";
import { invalidParameter, page, type TopicDirectory } from "./topic-directory.ts";

interface SubscribeInput {
  readonly TopicArn: string;
  readonly Protocol: string;
  readonly Endpoint?: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly ReturnSubscriptionArn?: boolean;
}

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
const SETTABLE = new Set([
  "DeliveryPolicy",
  "FilterPolicy",
  "FilterPolicyScope",
  "RawMessageDelivery",
  "RedrivePolicy",
  "SubscriptionRoleArn",
  "ReplayPolicy",
]);

const EFFECTIVE_DELIVERY_POLICY = {
  healthyRetryPolicy: HEALTHY_RETRY_POLICY,
  requestPolicy: REQUEST_POLICY,
};

/** Subscribing endpoints to topics. */
export function subscriptionOperations(cloud: Cloud, topics: TopicDirectory, delivery: Delivery): Operations {
  return {
    Subscribe(input: SubscribeInput, { endpoint }: CallContext & { readonly endpoint?: string }) {
      const topic = topics.at(input.TopicArn);
      const to = input.Endpoint ?? "";
      const rule = ENDPOINTS[input.Protocol];
      if (!rule)
        throw invalidParameter(`Amazon SNS does not support this protocol string: ${input.Protocol}`);
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
        const changed = Object.keys(attributes).find((key) => present.attributes[key] !== attributes[key]);
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
        attributes,
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
    },

    ConfirmSubscription({ TopicArn, Token }: { TopicArn: string; Token: string }) {
      if (!/^[0-9a-f]{128,}$/.test(Token ?? ""))
        throw new ServiceError("InvalidParameterException", "Invalid token");
      const found = [...(topics.find(TopicArn)?.subscriptions.values() ?? [])].find(
        ({ token }) => token === Token,
      );
      if (!found) throw invalidParameter("Token");
      found.confirmed = true;
      topics.changed(found.topic);
      return { SubscriptionArn: found.arn };
    },

    Unsubscribe({ SubscriptionArn }: { SubscriptionArn: string }) {
      const found = topics.subscriptions().find(({ arn }) => arn === SubscriptionArn);
      if (!found) {
        const elements = String(SubscriptionArn).split(":").length;
        if (elements < 6)
          throw invalidParameter(
            `SubscriptionArn Reason: An ARN must have at least 6 elements, not ${elements}`,
          );
        return {};
      }
      found.topic.subscriptions.delete(found.arn);
      topics.changed(found.topic);
      cloud.events.emit("resource", { type: "AWS::SNS::Subscription", name: found.arn, change: "deleted" });
      return {};
    },

    ListSubscriptions({ NextToken: token }: { NextToken?: string }) {
      return listed(cloud, topics.subscriptions(), token);
    },

    ListSubscriptionsByTopic(input: { TopicArn: string; NextToken?: string }) {
      return listed(cloud, [...topics.at(input.TopicArn).subscriptions.values()], input.NextToken);
    },

    GetSubscriptionAttributes({ SubscriptionArn }: { SubscriptionArn: string }) {
      const subscription = topics.subscription(SubscriptionArn);
      const { FilterPolicy } = subscription.attributes;
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
          SubscriptionPrincipal: `arn:aws:iam::${cloud.accountId}:root`,
          ...(FilterPolicy && { FilterPolicyScope: "MessageAttributes" }),
          ...(subscription.protocol.startsWith("http") && {
            EffectiveDeliveryPolicy: JSON.stringify(EFFECTIVE_DELIVERY_POLICY),
          }),
          ...subscription.attributes,
        },
      };
    },

    SetSubscriptionAttributes(input: {
      SubscriptionArn: string;
      AttributeName: string;
      AttributeValue?: string;
    }) {
      const subscription = topics.subscription(input.SubscriptionArn);
      const changed = checkAttributes(subscription.attributes, {
        [input.AttributeName]: input.AttributeValue ?? "",
      });
      subscription.filter = compileFilter({ ...subscription.attributes, ...changed });
      for (const [name, value] of Object.entries(changed)) {
        if (value === "" || (name === "FilterPolicy" && value === "{}")) delete subscription.attributes[name];
        else subscription.attributes[name] = value;
      }
      if (input.AttributeName === "FilterPolicy" && !subscription.attributes["FilterPolicy"])
        delete subscription.attributes["FilterPolicyScope"];
      topics.changed(subscription.topic);
      return {};
    },
  };
}

/**
 * @param where what stands before an attribute's name in an error: Subscribe and SetSubscriptionAttributes differ
 * @throws ServiceError when an attribute is unknown or its value is not allowed
 */
function checkAttributes(
  present: Readonly<Record<string, string>>,
  given: Readonly<Record<string, unknown>>,
  where = "",
): Record<string, string> {
  const checked: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    if (!SETTABLE.has(name)) throw invalidParameter("AttributeName");
    checked[name] = typeof value === "object" ? JSON.stringify(value) : String(value);
  }
  const { RawMessageDelivery, FilterPolicyScope, RedrivePolicy } = checked;
  if (RawMessageDelivery !== undefined && !/^(true|false)$/i.test(RawMessageDelivery))
    throw invalidParameter(
      `${where}RawMessageDelivery: Invalid value [${RawMessageDelivery}]. Must be true or false.`,
    );
  if (RawMessageDelivery) checked["RawMessageDelivery"] = RawMessageDelivery.toLowerCase();
  if (FilterPolicyScope && FilterPolicyScope !== "MessageAttributes" && FilterPolicyScope !== "MessageBody")
    throw invalidParameter(
      `${where}FilterPolicyScope: Invalid value [${FilterPolicyScope}]. Please use either MessageBody or MessageAttributes`,
    );
  if (RedrivePolicy) readRedrivePolicy(RedrivePolicy, where);
  compileFilter({ ...present, ...checked }, where);
  return checked;
}

/** A number in E.164's form, with single slashes, dots and hyphens between its digits. */
function isPhoneNumber(text: string): boolean {
  return /^\+?\d+([./-]\d+)*$/.test(text) && /^\+?[1-9]\d{1,14}$/.test(text.replace(/[./-]/g, ""));
}

function listed(cloud: Cloud, subscriptions: readonly Subscription[], token: string | undefined): object {
  const { items, NextToken } = page(subscriptions, token);
  return {
    Subscriptions: items.map(({ arn, topic, protocol, endpoint, confirmed }) => ({
      SubscriptionArn: confirmed ? arn : "PendingConfirmation",
      Owner: cloud.accountId,
      Protocol: protocol,
      Endpoint: endpoint,
      TopicArn: topic.arn,
    })),
    ...(NextToken && { NextToken }),
  };
}

import {
  attributeTexts,
  changes,
  isTrue,
  type Properties,
  policyType,
  type ResourceContext,
  type ResourceType,
  tagsOf,
  unlessGone,
  unlessMissing,
} from "../../kernel/resource-type.ts";
import { tagList } from "../../kernel/tags.ts";

const SCOPE = "FilterPolicyScope";

const SUBSCRIPTION_ATTRIBUTES = [
  "DeliveryPolicy",
  "FilterPolicy",
  SCOPE,
  "RawMessageDelivery",
  "RedrivePolicy",
  "SubscriptionRoleArn",
];

/** What an attribute is when it is not set, where that is not an empty text. */
const UNSET: Readonly<Record<string, string>> = {
  FilterPolicy: "{}",
  FilterPolicyScope: "MessageAttributes",
  RawMessageDelivery: "false",
};

async function subscribe(
  TopicArn: unknown,
  subscription: Properties,
  { call }: ResourceContext,
): Promise<string> {
  const Attributes = attributeTexts(subscription, ...SUBSCRIPTION_ATTRIBUTES);
  const { SubscriptionArn } = await call<{ SubscriptionArn: string }>("sns", "Subscribe", {
    TopicArn,
    Protocol: subscription["Protocol"],
    Endpoint: subscription["Endpoint"],
    Attributes,
    ReturnSubscriptionArn: true,
  });
  return SubscriptionArn;
}

const topic: ResourceType = {
  async create(properties, context) {
    const fifo = isTrue(properties["FifoTopic"]);
    const Name = String(properties["TopicName"] ?? context.generateName(250) + (fifo ? ".fifo" : ""));
    const { TopicArn } = await context.call<{ TopicArn: string }>("sns", "CreateTopic", {
      Name,
      Attributes: attributeTexts(
        properties,
        "ContentBasedDeduplication",
        "DisplayName",
        "FifoTopic",
        "KmsMasterKeyId",
        "SignatureVersion",
        "TracingConfig",
      ),
      Tags: tagList(tagsOf(properties)),
    });
    const made = { id: TopicArn, attributes: { TopicArn, TopicName: Name } };
    context.made(made);
    for (const inline of (properties["Subscription"] ?? []) as Properties[])
      await subscribe(TopicArn, inline, context);
    return made;
  },
  replaces: changes("TopicName", "FifoTopic"),
  async update(properties, existing, context) {
    for (const [AttributeName, AttributeValue] of Object.entries(
      attributeTexts(properties, "DisplayName", "KmsMasterKeyId"),
    ))
      await context.call("sns", "SetTopicAttributes", {
        TopicArn: existing.id,
        AttributeName,
        AttributeValue,
      });
    for (const inline of (properties["Subscription"] ?? []) as Properties[])
      await subscribe(existing.id, inline, context);
    return existing;
  },
  async read({ id }, { call }) {
    const answer = await unlessMissing(
      call<{ Attributes: Record<string, string> }>("sns", "GetTopicAttributes", { TopicArn: id }),
    );
    return answer && { ...answer.Attributes, TopicName: id.split(":").at(-1) };
  },
  delete: (existing, { call }) => unlessGone(call("sns", "DeleteTopic", { TopicArn: existing.id })),
};

const subscription: ResourceType = {
  async create(properties, context) {
    const id = await subscribe(properties["TopicArn"], properties, context);
    return { id, attributes: { Arn: id } };
  },
  replaces: changes("TopicArn", "Protocol", "Endpoint", "Region"),
  async update(properties, existing, { call }, former) {
    const [wanted, before] = [properties, former].map((one) =>
      attributeTexts(one, ...SUBSCRIPTION_ATTRIBUTES),
    );
    // A nested policy is refused under another scope than MessageBody: the scope changes first, or last.
    const others = SUBSCRIPTION_ATTRIBUTES.filter((name) => name !== SCOPE);
    const names = wanted![SCOPE] === "MessageBody" ? [SCOPE, ...others] : [...others, SCOPE];
    for (const AttributeName of names) {
      const AttributeValue = wanted![AttributeName] ?? UNSET[AttributeName] ?? "";
      if (wanted![AttributeName] !== before![AttributeName])
        await call("sns", "SetSubscriptionAttributes", {
          SubscriptionArn: existing.id,
          AttributeName,
          AttributeValue,
        });
    }
    return existing;
  },
  delete: (existing, { call }) => unlessGone(call("sns", "Unsubscribe", { SubscriptionArn: existing.id })),
};

const topicPolicy = policyType(async (properties, { call }) => {
  const AttributeValue = JSON.stringify(properties["PolicyDocument"]);
  for (const TopicArn of (properties["Topics"] ?? []) as string[])
    await call("sns", "SetTopicAttributes", { TopicArn, AttributeName: "Policy", AttributeValue });
});

export const SNS_RESOURCES: Readonly<Record<string, ResourceType>> = {
  "AWS::SNS::Topic": topic,
  "AWS::SNS::Subscription": subscription,
  "AWS::SNS::TopicPolicy": topicPolicy,
};

import {
  type CreatedResource,
  changes,
  type Properties,
  type ResourceContext,
  type ResourceType,
  tagsOf,
  unlessGone,
} from "../resource-type.ts";

/** Attributes are texts in the APIs; policies and other documents are JSON in a text. */
function attributeTexts(properties: Properties, ...names: readonly string[]): Record<string, string> {
  const present = names.filter((name) => properties[name] !== undefined);
  return Object.fromEntries(
    present.map((name) => {
      const value = properties[name];
      return [name, typeof value === "object" ? JSON.stringify(value) : String(value)];
    }),
  );
}

async function subscribe(
  TopicArn: unknown,
  subscription: Properties,
  { call }: ResourceContext,
): Promise<string> {
  const Attributes = attributeTexts(
    subscription,
    "DeliveryPolicy",
    "FilterPolicy",
    "FilterPolicyScope",
    "RawMessageDelivery",
    "RedrivePolicy",
    "SubscriptionRoleArn",
  );
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
    const fifo = String(properties["FifoTopic"]) === "true";
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
      Tags: Object.entries(tagsOf(properties)).map(([Key, Value]) => ({ Key, Value })),
    });
    for (const inline of (properties["Subscription"] ?? []) as Properties[])
      await subscribe(TopicArn, inline, context);
    return { id: TopicArn, attributes: { TopicArn, TopicName: Name } };
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
  delete: (existing, { call }) => unlessGone(call("sns", "DeleteTopic", { TopicArn: existing.id })),
};

const subscription: ResourceType = {
  async create(properties, context) {
    const id = await subscribe(properties["TopicArn"], properties, context);
    return { id, attributes: { Arn: id } };
  },
  delete: (existing, { call }) => unlessGone(call("sns", "Unsubscribe", { SubscriptionArn: existing.id })),
};

function policyType(
  apply: (properties: Properties, context: ResourceContext) => Promise<void>,
): ResourceType {
  const put = async (properties: Properties, context: ResourceContext): Promise<CreatedResource> => {
    await apply(properties, context);
    return { id: context.generateName(), attributes: {} };
  };
  return {
    create: put,
    update: (properties, _existing, context) => put(properties, context),
    // A policy goes with its topic or queue; there is no operation that removes it alone.
    delete: async () => {},
  };
}

const topicPolicy = policyType(async (properties, { call }) => {
  const AttributeValue = JSON.stringify(properties["PolicyDocument"]);
  for (const TopicArn of (properties["Topics"] ?? []) as string[])
    await call("sns", "SetTopicAttributes", { TopicArn, AttributeName: "Policy", AttributeValue });
});

const queuePolicy = policyType(async (properties, { call }) => {
  const Policy = JSON.stringify(properties["PolicyDocument"]);
  for (const QueueUrl of (properties["Queues"] ?? []) as string[])
    await call("sqs", "SetQueueAttributes", { QueueUrl, Attributes: { Policy } });
});

const QUEUE_ATTRIBUTES = [
  "ContentBasedDeduplication",
  "DelaySeconds",
  "FifoQueue",
  "KmsMasterKeyId",
  "KmsDataKeyReusePeriodSeconds",
  "MaximumMessageSize",
  "MessageRetentionPeriod",
  "ReceiveMessageWaitTimeSeconds",
  "RedriveAllowPolicy",
  "RedrivePolicy",
  "SqsManagedSseEnabled",
  "VisibilityTimeout",
];

const queue: ResourceType = {
  async create(properties, context) {
    const fifo = String(properties["FifoQueue"]) === "true";
    const QueueName = String(properties["QueueName"] ?? context.generateName(75) + (fifo ? ".fifo" : ""));
    const { QueueUrl } = await context.call<{ QueueUrl: string }>("sqs", "CreateQueue", {
      QueueName,
      Attributes: attributeTexts(properties, ...QUEUE_ATTRIBUTES),
      tags: tagsOf(properties),
    });
    const { region, accountId } = context.cloud;
    const Arn = `arn:aws:sqs:${region}:${accountId}:${QueueName}`;
    return { id: QueueUrl, attributes: { Arn, QueueName, QueueUrl } };
  },
  replaces: changes("QueueName", "FifoQueue"),
  async update(properties, existing, { call }) {
    const { FifoQueue: _fixed, ...Attributes } = attributeTexts(properties, ...QUEUE_ATTRIBUTES);
    await call("sqs", "SetQueueAttributes", { QueueUrl: existing.id, Attributes });
    return existing;
  },
  delete: (existing, { call }) => unlessGone(call("sqs", "DeleteQueue", { QueueUrl: existing.id })),
};

export const MESSAGING_RESOURCES: Readonly<Record<string, ResourceType>> = {
  "AWS::SNS::Topic": topic,
  "AWS::SNS::Subscription": subscription,
  "AWS::SNS::TopicPolicy": topicPolicy,
  "AWS::SQS::Queue": queue,
  "AWS::SQS::QueuePolicy": queuePolicy,
};

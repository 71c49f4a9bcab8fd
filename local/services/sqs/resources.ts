import { arnOf } from "../../kernel/arn.ts";
import {
  attributeTexts,
  changes,
  isTrue,
  type Properties,
  policyType,
  type ResourceType,
  tagsOf,
  unlessGone,
  unlessMissing,
} from "../../kernel/resource-type.ts";

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

/** Attributes of a queue. What only FIFO queues have may be switched off in a template of any queue. */
function queueAttributes(properties: Properties): Record<string, string> {
  const attributes = attributeTexts(properties, ...QUEUE_ATTRIBUTES);
  if (isTrue(properties["FifoQueue"])) return attributes;
  const off = ["FifoQueue", "ContentBasedDeduplication"].filter((name) => attributes[name] === "false");
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => !off.includes(name)));
}

const queue: ResourceType = {
  async create(properties, context) {
    const fifo = isTrue(properties["FifoQueue"]);
    const QueueName = String(properties["QueueName"] ?? context.generateName(75) + (fifo ? ".fifo" : ""));
    const { QueueUrl } = await context.call<{ QueueUrl: string }>("sqs", "CreateQueue", {
      QueueName,
      Attributes: queueAttributes(properties),
      tags: tagsOf(properties),
    });
    const { region, accountId } = context.cloud;
    const Arn = arnOf({ region, accountId }, "sqs", QueueName);
    return { id: QueueUrl, attributes: { Arn, QueueName, QueueUrl } };
  },
  replaces: (properties, former) =>
    changes("QueueName")(properties, former) ||
    isTrue(properties["FifoQueue"]) !== isTrue(former["FifoQueue"]),
  async update(properties, existing, { call }) {
    const { FifoQueue: _fixed, ...Attributes } = queueAttributes(properties);
    await call("sqs", "SetQueueAttributes", { QueueUrl: existing.id, Attributes });
    return existing;
  },
  async read({ id }, { call }) {
    const answer = await unlessMissing(
      call<{ Attributes: Record<string, string> }>("sqs", "GetQueueAttributes", {
        QueueUrl: id,
        AttributeNames: ["All"],
      }),
    );
    if (!answer) return undefined;
    const attributes = Object.entries(answer.Attributes).map(([name, value]) => [
      name,
      /Policy$/.test(name) ? JSON.parse(value) : value,
    ]);
    return { ...Object.fromEntries(attributes), QueueName: id.split("/").at(-1) };
  },
  delete: (existing, { call }) => unlessGone(call("sqs", "DeleteQueue", { QueueUrl: existing.id })),
};

export const SQS_RESOURCES: Readonly<Record<string, ResourceType>> = {
  "AWS::SQS::Queue": queue,
  "AWS::SQS::QueuePolicy": queuePolicy,
};

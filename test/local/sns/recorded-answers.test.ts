import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TemplateCloud } from "../template/deployed.ts";

const PLACE = "us-east-1:123456789012";
const TopicArn = `arn:aws:sns:${PLACE}:orders`;
const FIFO_TOPIC = `${TopicArn}.fifo`;
const QUEUE = `arn:aws:sqs:${PLACE}:all`;

let local: TemplateCloud;
beforeAll(async () => {
  local = new TemplateCloud();
  await call("CreateTopic", { Name: "orders" });
  await call("CreateTopic", { Name: "orders.fifo", Attributes: { FifoTopic: "true" } });
  await local.call("sqs", "CreateQueue", { QueueName: "all" });
  await local.call("sqs", "CreateQueue", { QueueName: "all.fifo", Attributes: { FifoQueue: "true" } });
});
afterAll(() => local[Symbol.asyncDispose]());

const call = <Output = Record<string, unknown>>(operation: string, input: object) =>
  local.call<Output>("sns", operation, input);

async function subscribe(Attributes: object = {}, topic = TopicArn, Endpoint = QUEUE): Promise<string> {
  const input = { TopicArn: topic, Protocol: "sqs", Endpoint, Attributes };
  return (await call<{ SubscriptionArn: string }>("Subscribe", input)).SubscriptionArn;
}

async function attributesOf(SubscriptionArn: string): Promise<Record<string, string>> {
  const { Attributes } = await call<{ Attributes: Record<string, string> }>("GetSubscriptionAttributes", {
    SubscriptionArn,
  });
  return Attributes;
}

const setAttribute = (SubscriptionArn: string, AttributeName: string, value: unknown) =>
  call("SetSubscriptionAttributes", {
    SubscriptionArn,
    AttributeName,
    AttributeValue: typeof value === "string" ? value : JSON.stringify(value),
  });

async function bodies(QueueUrl = `http://localhost/123456789012/all`): Promise<string[]> {
  const { Messages = [] } = await local.call<{ Messages?: { Body: string; ReceiptHandle: string }[] }>(
    "sqs",
    "ReceiveMessage",
    { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 },
  );
  for (const { ReceiptHandle } of Messages)
    await local.call("sqs", "DeleteMessage", { QueueUrl, ReceiptHandle });
  return Messages.map(({ Body }) => Body);
}

describe("SNS was recorded to refuse", () => {
  const attribute = (a: object) => ({ TopicArn, Message: "m", MessageAttributes: { a } });
  test.each<[string, string, object, string, string]>([
    [
      "no type of an attribute",
      "Publish",
      attribute({ StringValue: "v" }),
      "ValidationError",
      "1 validation error detected: Value null at 'messageAttributes.a.member.dataType' failed to satisfy constraint: Member must not be null",
    ],
    [
      "no type in a batch",
      "PublishBatch",
      { TopicArn, PublishBatchRequestEntries: [{ Id: "1", ...attribute({ StringValue: "v" }) }] },
      "ValidationError",
      "1 validation error detected: Value null at 'publishBatchRequestEntries.1.member.messageAttributes.a.member.dataType' failed to satisfy constraint: Member must not be null",
    ],
    [
      "bytes of a text",
      "Publish",
      attribute({ DataType: "String", BinaryValue: Buffer.from("v") }),
      "InvalidParameterValueException",
      "The message attribute 'a' with type 'String' must use field 'String'.",
    ],
    [
      "a text of bytes",
      "Publish",
      attribute({ DataType: "Binary", StringValue: "v" }),
      "InvalidParameterValueException",
      "The message attribute 'a' with type 'Binary' must use field 'Binary'.",
    ],
    [
      "a long name",
      "Publish",
      {
        TopicArn,
        Message: "m",
        MessageAttributes: { ["a".repeat(257)]: { DataType: "String", StringValue: "v" } },
      },
      "InvalidParameterValueException",
      "Length of message attribute name must be less than 256 bytes.",
    ],
    [
      "a phone number that is none",
      "Publish",
      { PhoneNumber: "+1a234", Message: "m" },
      "InvalidParameterException",
      "Invalid parameter: PhoneNumber Reason: +1a234 is not valid to publish to",
    ],
    [
      "a subscription that is none",
      "Unsubscribe",
      { SubscriptionArn: `${TopicArn}:x` },
      "InvalidParameterException",
      "Invalid parameter: SubscriptionId",
    ],
  ])("%s in %s", async (_, operation, input, code, message) => {
    await expect(call(operation, input)).rejects.toMatchObject({ code, message });
  });

  test("a queue without order for what an ordered one cannot take", async () => {
    const arn = await subscribe({}, FIFO_TOPIC, `${QUEUE}.fifo`);

    const set = setAttribute(arn, "RedrivePolicy", { deadLetterTargetArn: QUEUE });

    await expect(set).rejects.toMatchObject({
      message:
        "Invalid parameter: RedrivePolicy: must use a FIFO queue as DLQ for a FIFO Subscription to a FIFO Topic.",
    });
  });

  const four = ["1", "2", "3", "4"];
  const three = four.slice(1);
  test.each<[string, object, string]>([
    [
      "deep keys, each as often as it is deep",
      { a: { b: { c: four } }, d: { e: three }, f: three },
      "FilterPolicy: Filter policy is too complex",
    ],
    [
      "choices, one after the other",
      { $or: [{ m: three }, { n: ["1", "2"] }], d: { s: ["1", "2"], $or: [{ u: ["1"] }, { t: three }] } },
      "FilterPolicy: Filter policy is too complex",
    ],
    [
      "six keys",
      Object.fromEntries([..."abcdef"].map((key) => [key, ["1"]])),
      "FilterPolicy: Filter policy can not have more than 5 keys",
    ],
  ])("%s", async (_, policy, message) => {
    const arn = await subscribe();
    await setAttribute(arn, "FilterPolicyScope", "MessageBody");

    const set = setAttribute(arn, "FilterPolicy", policy);

    await expect(set).rejects.toMatchObject({ message: `Invalid parameter: ${message}` });
  });
});

test("more than five deep keys below five names are taken", async () => {
  const arn = await subscribe();
  await setAttribute(arn, "FilterPolicyScope", "MessageBody");
  const inner = Object.fromEntries([..."abcdef"].map((key) => [key, ["1"]]));

  await setAttribute(arn, "FilterPolicy", { order: inner });

  expect(JSON.parse((await attributesOf(arn))["FilterPolicy"]!)).toEqual({ order: inner });
  await call("Unsubscribe", { SubscriptionArn: arn });
});

test("the scope of no policy is not shown, and holds for the policy that comes", async () => {
  const arn = await subscribe({ FilterPolicy: "" });
  await setAttribute(arn, "FilterPolicyScope", "MessageBody");
  const before = await attributesOf(arn);
  await setAttribute(arn, "FilterPolicy", { "object.nested": ["value"] });

  expect(Object.keys(before)).not.toEqual(expect.arrayContaining(["FilterPolicyScope"]));
  expect(Object.keys(before)).not.toEqual(expect.arrayContaining(["FilterPolicy"]));
  expect(await attributesOf(arn)).toHaveProperty("FilterPolicyScope", "MessageBody");

  // A dot stands for a step, in the policy and in the message.
  for (const Message of [
    '{"object":{"nested":"value"}}',
    '{"object.nested":"value"}',
    '{"object":{"nested":"x"}}',
  ])
    await call("Publish", { TopicArn, Message });
  await local.cloud.settled();
  const found = (await bodies()).map((body) => (JSON.parse(body) as { Message: string }).Message);
  expect(found).toEqual(['{"object":{"nested":"value"}}', '{"object.nested":"value"}']);
  await call("Unsubscribe", { SubscriptionArn: arn });
});

test("a message that is sent again is answered with its first sequence number", async () => {
  const send = (MessageDeduplicationId: string) =>
    call("Publish", { TopicArn: FIFO_TOPIC, Message: "m", MessageGroupId: "g", MessageDeduplicationId });
  const first = await send("1");
  await send("2");

  expect(await send("1")).toEqual(first);
});

test("a topic's delivery policy says whether subscriptions may have others; a topic says how it signs", async () => {
  const policy = { http: { defaultHealthyRetryPolicy: null } };
  const set = (AttributeName: string, AttributeValue: string) =>
    call("SetTopicAttributes", { TopicArn, AttributeName, AttributeValue });
  await set("DeliveryPolicy", JSON.stringify(policy));
  await set("SignatureVersion", "2");
  const arn = await subscribe();
  await call("Publish", { TopicArn, Message: "m" });
  await local.cloud.settled();

  const { Attributes } = await call<{ Attributes: Record<string, string> }>("GetTopicAttributes", {
    TopicArn,
  });

  expect(JSON.parse(Attributes["DeliveryPolicy"]!)).toEqual({
    http: { disableSubscriptionOverrides: false },
  });
  expect(JSON.parse((await bodies())[0]!)).toHaveProperty("SignatureVersion", "2");
  await call("Unsubscribe", { SubscriptionArn: arn });
});

test("what an ordered queue does not get goes to ordered dead letters, in its group", async () => {
  for (const QueueName of ["gone.fifo", "dead.fifo"])
    await local.call("sqs", "CreateQueue", { QueueName, Attributes: { FifoQueue: "true" } });
  const arnOf = (name: string) => `arn:aws:sqs:${PLACE}:${name}.fifo`;
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arnOf("dead") });
  await subscribe({ RedrivePolicy, RawMessageDelivery: "true" }, FIFO_TOPIC, arnOf("gone"));
  await local.call("sqs", "DeleteQueue", { QueueUrl: "http://localhost/123456789012/gone.fifo" });

  await call("Publish", {
    TopicArn: FIFO_TOPIC,
    Message: "lost",
    MessageGroupId: "g",
    MessageDeduplicationId: "l",
  });
  await local.cloud.settled();

  expect(await bodies("http://localhost/123456789012/dead.fifo")).toEqual(["lost"]);
});

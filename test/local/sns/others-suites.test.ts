import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { openSns } from "../../../local/services/sns/state.ts";
import { TemplateCloud } from "../template/deployed.ts";

const TopicArn = "arn:aws:sns:us-east-1:123456789012:orders";

async function topic(): Promise<TemplateCloud> {
  const local = new TemplateCloud();
  await local.call("sns", "CreateTopic", { Name: "orders", Tags: [] });
  return local;
}

test.each([
  ["x", "String.", /invalid message attribute type/],
  [".x", "String", /starting with character '\.'/],
  ["x.", "String", /ending with character '\.'/],
  ["x..y", "String", /can not have successive '\.'/],
  ["x y", "String", /non-alphanumeric character '#x20'/],
])("an attribute %j of the type %j is refused", async (name, DataType, message) => {
  await using local = await topic();

  const publish = local.call("sns", "Publish", {
    TopicArn,
    Message: "m",
    MessageAttributes: { [name]: { DataType, StringValue: "v" } },
  });

  await expect(publish).rejects.toMatchObject({
    code: "InvalidParameterValueException",
    message: expect.stringMatching(message),
  });
});

const FIFO_ARN = `${TopicArn}.fifo`;
const QUEUE_ARN = "arn:aws:sqs:us-east-1:123456789012:all";

/** Two queues, subscribed to a topic in order. */
async function fifo(): Promise<TemplateCloud> {
  const local = new TemplateCloud();
  await local.call("sns", "CreateTopic", { Name: "orders.fifo", Attributes: { FifoTopic: "true" } });
  await local.call("sqs", "CreateQueue", { QueueName: "all.fifo", Attributes: { FifoQueue: "true" } });
  await local.call("sqs", "CreateQueue", { QueueName: "all" });
  for (const Endpoint of [QUEUE_ARN, `${QUEUE_ARN}.fifo`])
    await local.call("sns", "Subscribe", { TopicArn: FIFO_ARN, Protocol: "sqs", Endpoint });
  return local;
}

test("messages of an ordered topic are not signed, and a standard queue gets no group", async () => {
  await using local = await fifo();
  const Message = { TopicArn: FIFO_ARN, Message: "m", MessageGroupId: "g", MessageDeduplicationId: "d" };

  await local.call("sns", "Publish", Message);

  await local.cloud.settled();
  const received = async (name: string) => {
    const { Messages } = await local.call<{ Messages: { Body: string; Attributes: object }[] }>(
      "sqs",
      "ReceiveMessage",
      { QueueUrl: `http://localhost/123456789012/${name}`, MessageSystemAttributeNames: ["All"] },
    );
    return Messages[0]!;
  };
  const ordered = await received("all.fifo");
  const standard = await received("all");
  expect(ordered.Attributes).toMatchObject({ MessageGroupId: "g", MessageDeduplicationId: "d" });
  expect(standard.Attributes).not.toHaveProperty("MessageGroupId");
  expect(Object.keys(JSON.parse(standard.Body)).sort()).toEqual([
    "Message",
    "MessageId",
    "SequenceNumber",
    "Timestamp",
    "TopicArn",
    "Type",
    "UnsubscribeURL",
  ]);
});

const entry = (Id: string, members: object = {}) => ({ Id, Message: "m", ...members });
const grouped = { MessageGroupId: "g" };
const typed = (name: string) => ({ MessageAttributes: { [name]: { DataType: "String", StringValue: "v" } } });

test.each([
  ["no entry before all else", [], "EmptyBatchRequestException"],
  ["equal ids before a missing group", [entry("1"), entry("1")], "BatchEntryIdsNotDistinctException"],
  ["malformed ids before a missing group", [entry("1 1")], "InvalidBatchEntryIdException"],
  ["an attribute before a missing group", [entry("1", typed(".x"))], "InvalidParameterValueException"],
  ["a missing group of any entry before deduplication", [entry("1", grouped), entry("2")], /MessageGroupId/],
  ["deduplication last", [entry("1", grouped)], /ContentBasedDeduplication/],
])("a batch for an ordered topic is refused for %s", async (_case, PublishBatchRequestEntries, expected) => {
  await using local = await fifo();

  const publish = local.call("sns", "PublishBatch", { TopicArn: FIFO_ARN, PublishBatchRequestEntries });

  await expect(publish).rejects.toMatchObject(
    typeof expected === "string"
      ? { code: expected }
      : { code: "InvalidParameterException", message: expect.stringMatching(expected) },
  );
});

test("an endpoint gets the content type of the subscription's policy, else of the topic's", async () => {
  await using local = await topic();
  const posts: Record<string, string | undefined>[] = [];
  const endpoint = createServer((request, response) => {
    posts.push({
      type: request.headers["x-amz-sns-message-type"]?.toString(),
      content: request.headers["content-type"],
    });
    request.resume().on("end", () => response.end());
  });
  await new Promise<void>((listening) => endpoint.listen(0, "127.0.0.1", listening));
  const Endpoint = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/`;
  const subscribed = await local.call<{ SubscriptionArn: string }>("sns", "Subscribe", {
    TopicArn,
    Protocol: "http",
    Endpoint,
    ReturnSubscriptionArn: true,
  });
  const { SubscriptionArn } = subscribed;
  const set = (operation: string, policy: object) =>
    local.call("sns", operation, {
      ...(operation === "SetTopicAttributes" ? { TopicArn } : { SubscriptionArn }),
      AttributeName: "DeliveryPolicy",
      AttributeValue: JSON.stringify(policy),
    });
  const publish = async () => {
    await local.call("sns", "Publish", { TopicArn, Message: "m" });
    await local.cloud.settled();
  };
  const subscription = [...local.cloud.state(openSns).topics.at(TopicArn).subscriptions.values()][0]!;
  subscription.confirmed = true;

  await publish();
  await set("SetTopicAttributes", {
    http: { defaultRequestPolicy: { headerContentType: "application/json" } },
  });
  await publish();
  await set("SetSubscriptionAttributes", { requestPolicy: { headerContentType: "application/xml" } });
  await publish();
  const { Attributes } = await local.call<{ Attributes: Record<string, string> }>(
    "sns",
    "GetSubscriptionAttributes",
    { SubscriptionArn },
  );
  await set("SetTopicAttributes", { http: { disableSubscriptionOverrides: true } });
  await publish();

  endpoint.close();
  expect(posts).toEqual([
    { type: "SubscriptionConfirmation", content: "text/plain; charset=UTF-8" },
    { type: "Notification", content: "text/plain; charset=UTF-8" },
    { type: "Notification", content: "application/json" },
    { type: "Notification", content: "application/xml" },
    { type: "Notification", content: "text/plain; charset=UTF-8" },
  ]);
  expect(JSON.parse(Attributes["EffectiveDeliveryPolicy"]!)).toMatchObject({
    healthyRetryPolicy: { numRetries: 3 },
    requestPolicy: { headerContentType: "application/xml" },
  });
});

test("a topic of another region is an invalid parameter, one that is gone is not found", async () => {
  await using local = await topic();
  const publish = (arn: string) => local.call("sns", "Publish", { TopicArn: arn, Message: "m" });

  await expect(publish(TopicArn.replace("us-east-1", "eu-west-1"))).rejects.toMatchObject({
    code: "InvalidParameterException",
    message: "Invalid parameter: TopicArn",
  });
  await expect(publish(`${TopicArn}-gone`)).rejects.toMatchObject({ code: "NotFoundException" });
});

test("subscribing again with what holds anyway changes nothing", async () => {
  await using local = await topic();
  const subscribe = (Attributes: Record<string, string>) =>
    local.call<{ SubscriptionArn: string }>("sns", "Subscribe", {
      TopicArn,
      Protocol: "sqs",
      Endpoint: "arn:aws:sqs:us-east-1:123456789012:queue",
      Attributes: { FilterPolicy: '{"a":["b"]}', ...Attributes },
    });
  const { SubscriptionArn } = await subscribe({});

  expect((await subscribe({ FilterPolicyScope: "MessageAttributes" })).SubscriptionArn).toBe(SubscriptionArn);
  await expect(subscribe({ FilterPolicyScope: "MessageBody" })).rejects.toMatchObject({
    code: "InvalidParameterException",
  });
});

test("1,440 datapoints from an odd second are as many as from a whole minute; tags of what is gone are none", async () => {
  await using local = await topic();
  const statistics = (StartTime: number, EndTime: number) =>
    local.call("monitoring", "GetMetricStatistics", {
      Namespace: "n",
      MetricName: "m",
      Period: 60,
      Statistics: ["Sum"],
      StartTime,
      EndTime,
    });
  const start = Date.UTC(2026, 0, 4) / 1_000 + 37;

  await expect(statistics(start, start + 86_400)).resolves.toMatchObject({ Datapoints: [] });
  await expect(statistics(start, start + 86_460)).rejects.toMatchObject({
    code: "InvalidParameterCombinationException",
  });
  const ResourceARN = "arn:aws:cloudwatch:us-east-1:123456789012:alarm:gone";
  expect(await local.call("monitoring", "ListTagsForResource", { ResourceARN })).toEqual({ Tags: [] });
});

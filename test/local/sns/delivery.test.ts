import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  CreateTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListTopicsCommand,
  PublishBatchCommand,
  PublishCommand,
  type PublishCommandInput,
  SNSClient,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { describe, expect, test } from "vitest";
import { ServiceError } from "../../../local/kernel/service-error.ts";
import { startTestServer, type TestServer } from "../query/test-server.ts";

const QUEUE_ARN = "arn:aws:sqs:us-east-1:123456789012:inbox";

async function prepare(server: TestServer, Attributes: Record<string, string> = {}) {
  const sns = new SNSClient(server.client);
  const sqs = new SQSClient(server.client);
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "news" }));
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "inbox" }));
  const { SubscriptionArn } = await sns.send(
    new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: QUEUE_ARN, Attributes }),
  );
  const receive = async () => {
    await server.cloud.settled();
    const input = { QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] };
    return (await sqs.send(new ReceiveMessageCommand(input))).Messages ?? [];
  };
  return { sns, sqs, TopicArn: TopicArn!, SubscriptionArn: SubscriptionArn!, receive };
}

describe("a queue", () => {
  test("gets the message in its envelope", async () => {
    await using server = await startTestServer();
    const { sns, TopicArn, receive } = await prepare(server);
    const MessageAttributes = { level: { DataType: "String", StringValue: "high" } };

    const { MessageId } = await sns.send(
      new PublishCommand({ TopicArn, Subject: "Über", Message: "a <b> & \r\n c", MessageAttributes }),
    );

    const [message] = await receive();
    expect(JSON.parse(message!.Body!)).toMatchObject({
      Type: "Notification",
      MessageId,
      TopicArn,
      Subject: "Über",
      Message: "a <b> & \r\n c",
      Timestamp: "2026-01-05T12:00:00.000Z",
      MessageAttributes: { level: { Type: "String", Value: "high" } },
    });
  });

  test("gets the bare message with its attributes when delivery is raw", async () => {
    await using server = await startTestServer();
    const { sns, TopicArn, receive } = await prepare(server, { RawMessageDelivery: "true" });
    const MessageAttributes = { bytes: { DataType: "Binary", BinaryValue: new Uint8Array([1, 2]) } };

    await sns.send(new PublishCommand({ TopicArn, Message: "bare", MessageAttributes }));

    const [message] = await receive();
    expect(message?.Body).toBe("bare");
    expect(message?.MessageAttributes?.["bytes"]?.BinaryValue).toEqual(new Uint8Array([1, 2]));
  });

  test("gets the text for its protocol", async () => {
    await using server = await startTestServer();
    const { sns, TopicArn, receive } = await prepare(server, { RawMessageDelivery: "true" });
    const Message = JSON.stringify({ default: "any", sqs: "for queues" });

    await sns.send(new PublishCommand({ TopicArn, Message, MessageStructure: "json" }));

    expect((await receive()).map(({ Body }) => Body)).toEqual(["for queues"]);
  });
});

const text = (StringValue: string) => ({ DataType: "String", StringValue });

describe("a filter policy", () => {
  test.each<[string, object, string, Partial<PublishCommandInput>, boolean]>([
    ["an exact value", { a: ["x"] }, "", { MessageAttributes: { a: text("x") } }, true],
    ["another value", { a: ["x"] }, "", { MessageAttributes: { a: text("y") } }, false],
    ["no attribute", { a: ["x"] }, "", {}, false],
    ["absence", { a: [{ exists: false }] }, "", {}, true],
    ["a prefix", { a: [{ prefix: "or" }] }, "", { MessageAttributes: { a: text("order") } }, true],
    ["a suffix", { a: [{ suffix: ".eu" }] }, "", { MessageAttributes: { a: text("shop.eu") } }, true],
    ["anything but", { a: [{ "anything-but": ["x"] }] }, "", { MessageAttributes: { a: text("x") } }, false],
    [
      "a range",
      { n: [{ numeric: [">", 1, "<=", 5] }] },
      "",
      { MessageAttributes: { n: { DataType: "Number", StringValue: "5" } } },
      true,
    ],
    [
      "one of an array",
      { a: ["x"] },
      "",
      { MessageAttributes: { a: { DataType: "String.Array", StringValue: '["w","x"]' } } },
      true,
    ],
    ["an address", { a: [{ cidr: "10.0.0.0/8" }] }, "", { MessageAttributes: { a: text("10.2.3.4") } }, true],
    [
      "either of two keys",
      { $or: [{ a: ["x"] }, { b: ["y"] }] },
      "",
      { MessageAttributes: { b: text("y") } },
      true,
    ],
    [
      "letters of any case",
      { a: [{ "equals-ignore-case": "ALARM" }] },
      "",
      { MessageAttributes: { a: text("alarm") } },
      true,
    ],
    ["a wildcard", { a: [{ wildcard: "a*c*e" }] }, "", { MessageAttributes: { a: text("abcde") } }, true],
    [
      "a nested member of the body",
      { NewStateValue: ["ALARM"], Trigger: { Namespace: ["Shop"] } },
      "MessageBody",
      { Message: '{"NewStateValue":"ALARM","Trigger":{"Namespace":"Shop"}}' },
      true,
    ],
    [
      "an element of a list in the body",
      { items: { sku: ["b"] } },
      "MessageBody",
      { Message: '{"items":[{"sku":"a"},{"sku":"b"}]}' },
      true,
    ],
    ["a body that is no JSON", { a: ["x"] }, "MessageBody", { Message: "text" }, false],
  ])("decides by %s", async (_what, policy, FilterPolicyScope, message, delivered) => {
    await using server = await startTestServer();
    const { sns, TopicArn, receive } = await prepare(server, {
      FilterPolicy: JSON.stringify(policy),
      ...(FilterPolicyScope && { FilterPolicyScope }),
    });

    await sns.send(new PublishCommand({ TopicArn, Message: "text", ...message }));

    expect(await receive()).toHaveLength(delivered ? 1 : 0);
  });

  test("is refused when it is malformed", async () => {
    await using server = await startTestServer();

    const preparation = prepare(server, { FilterPolicy: '{"a":[{"like":"x"}]}' });

    await expect(preparation).rejects.toMatchObject({ name: "InvalidParameterException" });
  });
});

test("a function gets the event that Lambda gives it, and its failure goes to the dead-letter queue", async () => {
  await using server = await startTestServer();
  const { sns, TopicArn, receive } = await prepare(server, { FilterPolicy: '{"never":["x"]}' });
  const invocations: { readonly InvocationType: string; readonly Payload: string }[] = [];
  server.cloud.register("lambda", {
    Invoke(input: { FunctionName: string; InvocationType: string; Payload: string }) {
      if (input.FunctionName.endsWith(":gone")) throw new ServiceError("ResourceNotFoundException", "gone");
      invocations.push(input);
      return { StatusCode: 202 };
    },
  });
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: QUEUE_ARN });
  for (const name of ["here", "gone"])
    await sns.send(
      new SubscribeCommand({
        TopicArn,
        Protocol: "lambda",
        Endpoint: `arn:aws:lambda:us-east-1:123456789012:function:${name}`,
        Attributes: { RedrivePolicy },
      }),
    );
  const MessageAttributes = { level: text("high") };

  const { MessageId } = await sns.send(new PublishCommand({ TopicArn, Message: "body", MessageAttributes }));
  const dead = await receive();

  expect(invocations.map(({ InvocationType }) => InvocationType)).toEqual(["Event"]);
  expect(JSON.parse(invocations[0]!.Payload)).toMatchObject({
    Records: [
      {
        EventSource: "aws:sns",
        EventVersion: "1.0",
        EventSubscriptionArn: expect.stringContaining(TopicArn),
        Sns: {
          Type: "Notification",
          MessageId,
          TopicArn,
          Subject: null,
          Message: "body",
          MessageAttributes: { level: { Type: "String", Value: "high" } },
        },
      },
    ],
  });
  expect(dead.map(({ Body }) => (JSON.parse(Body!) as { Message: string }).Message)).toEqual(["body"]);
});

test("e-mail goes to the inbox", async () => {
  await using server = await startTestServer();
  const { sns, TopicArn } = await prepare(server);
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: "email", Endpoint: "ops@example.com" }));

  await sns.send(new PublishCommand({ TopicArn, Subject: "Hello", Message: "body" }));
  await server.cloud.settled();

  const url = `${server.client.endpoint}/_cumulog/inbox`;
  const { messages } = (await (await fetch(url)).json()) as { messages: unknown };
  await fetch(url, { method: "DELETE" });
  expect(server.inbox.list()).toEqual([]);
  expect(messages).toMatchObject([
    { protocol: "email", to: "ops@example.com", subject: "Hello", body: "body", from: TopicArn },
  ]);
});

test("a loopback endpoint confirms, then gets messages, with retries on the cloud's clock and a dead-letter queue", async () => {
  await using server = await startTestServer();
  const { sns, TopicArn, receive } = await prepare(server, { FilterPolicy: '{"never":["x"]}' });
  const posts: { readonly type: unknown; readonly document: Record<string, string> }[] = [];
  let status = 200;
  const endpoint = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += chunk));
    request.on("end", () => {
      posts.push({ type: request.headers["x-amz-sns-message-type"], document: JSON.parse(body) });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => endpoint.listen(0, "127.0.0.1", resolve));
  const Endpoint = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/hook`;
  const { SubscriptionArn } = await sns.send(
    new SubscribeCommand({
      TopicArn,
      Protocol: "http",
      Endpoint,
      Attributes: { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: QUEUE_ARN }) },
    }),
  );
  await server.cloud.settled();

  await fetch(posts[0]!.document["SubscribeURL"]!);
  await sns.send(new PublishCommand({ TopicArn, Message: "one" }));
  await server.cloud.settled();
  status = 503;
  await sns.send(new PublishCommand({ TopicArn, Message: "two" }));
  await server.cloud.clock.advance("5m");

  endpoint.close();
  expect(SubscriptionArn).toBe("pending confirmation");
  expect(posts.map(({ type, document }) => [type, document["Message"]])).toEqual([
    ["SubscriptionConfirmation", expect.stringContaining(TopicArn)],
    ["Notification", "one"],
    ["Notification", "two"],
    ["Notification", "two"],
    ["Notification", "two"],
    ["Notification", "two"],
  ]);
  expect((await receive()).map(({ Body }) => (JSON.parse(Body!) as { Message: string }).Message)).toEqual([
    "two",
  ]);
});

describe("the API", () => {
  test("lists and describes topics and subscriptions", async () => {
    await using server = await startTestServer();
    const { sns, TopicArn, SubscriptionArn } = await prepare(server);

    const { Topics } = await sns.send(new ListTopicsCommand({}));
    const topic = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
    const subscription = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));

    expect(Topics).toEqual([{ TopicArn }]);
    expect(topic.Attributes).toMatchObject({ TopicArn, SubscriptionsConfirmed: "1", Owner: "123456789012" });
    expect(subscription.Attributes).toMatchObject({
      Protocol: "sqs",
      Endpoint: QUEUE_ARN,
      RawMessageDelivery: "false",
    });
  });

  test("tells which entries of a batch failed", async () => {
    await using server = await startTestServer();
    const { sns, TopicArn } = await prepare(server);

    const { Successful, Failed } = await sns.send(
      new PublishBatchCommand({
        TopicArn,
        PublishBatchRequestEntries: [
          { Id: "good", Message: "text" },
          { Id: "bad", Message: "text", Subject: "two\nlines" },
        ],
      }),
    );

    expect(Successful).toMatchObject([{ Id: "good", MessageId: expect.any(String) }]);
    expect(Failed).toMatchObject([{ Id: "bad", SenderFault: true }]);
  });

  test.each<[string, PublishCommandInput, string]>([
    [
      "a topic that does not exist",
      { TopicArn: "arn:aws:sns:us-east-1:123456789012:none", Message: "m" },
      "NotFoundException",
    ],
    [
      "an empty message",
      { TopicArn: "arn:aws:sns:us-east-1:123456789012:news", Message: "" },
      "InvalidParameterException",
    ],
    [
      "a message over 256 KB",
      { TopicArn: "arn:aws:sns:us-east-1:123456789012:news", Message: "x".repeat(262_145) },
      "InvalidParameterException",
    ],
  ])("refuses %s with the SDK's typed exception", async (_what, input, name) => {
    await using server = await startTestServer();
    const { sns } = await prepare(server);

    await expect(sns.send(new PublishCommand(input))).rejects.toMatchObject({ name });
  });
});

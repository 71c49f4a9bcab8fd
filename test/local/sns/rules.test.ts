import {
  AddPermissionCommand,
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  PublishBatchCommand,
  PublishCommand,
  RemovePermissionCommand,
  SetSubscriptionAttributesCommand,
  SNSClient,
  SubscribeCommand,
  TagResourceCommand,
} from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sameNumber } from "../../../lib/semantics/event-pattern/numeric-condition.ts";
import { startTestServer, type TestServer } from "../query/test-server.ts";

async function prepare(server: TestServer) {
  const sns = new SNSClient(server.client);
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "news" }));
  const subscribe = (Protocol: string, Endpoint: string, Attributes: Record<string, string> = {}) =>
    sns.send(new SubscribeCommand({ TopicArn, Protocol, Endpoint, Attributes }));
  return { sns, TopicArn: TopicArn!, subscribe };
}

type Prepared = Awaited<ReturnType<typeof prepare>>;

describe("a filter policy is refused", () => {
  test.each<[policy: unknown, reason: string]>([
    [{ key: [["value"]] }, "Match value must be String, number, true, false, or null"],
    [{ key: [{ "wrong-operator": true }] }, "Unrecognized match type wrong-operator"],
    [{ key: [{ suffix: "a", prefix: "b" }] }, "Only one key allowed in match expression"],
    [{ key: [{ suffix: 100 }] }, "suffix match pattern must be a string"],
    [{ key: { suffix: "value" } }, '"suffix" must be an object or an array'],
    [{ key: [{ exists: "no" }] }, "exists match pattern must be either true or false."],
    [{ key: [{ numeric: [] }] }, "Invalid member in numeric match: ]"],
    [{ key: [{ numeric: [1, "<="] }] }, "Invalid member in numeric match: 1"],
    [{ key: [{ numeric: ["operator"] }] }, "Unrecognized numeric range operator: operator"],
    [{ key: [{ numeric: ["=", "000"] }] }, "Value of equals must be numeric"],
    [{ key: [{ numeric: [">="] }] }, "Value of >= must be numeric"],
    [{ key: [{ numeric: ["<", 100, ">", 10] }] }, "Too many elements in numeric expression"],
    [{ key: [{ numeric: [">=", 1, ">", 2] }] }, "Bad numeric range operator: >"],
    [{ key: [{ numeric: [">", 3, "<", 1] }] }, "Bottom must be less than top"],
    [{ key: [{ numeric: [">", 20, 30] }] }, "Bad value in numeric range: 30"],
    [{ key: [{ numeric: [">", 20, "<", 30, "<", 50] }] }, "Too many terms in numeric range expression"],
    [
      { key: { nested: ["value"] } },
      "Filter policy scope MessageAttributes does not support nested filter policy",
    ],
    [{ key: Array.from({ length: 151 }, (_, index) => String(index)) }, "Filter policy is too complex"],
  ])("%j", async (policy, reason) => {
    await using server = await startTestServer();
    const { subscribe } = await prepare(server);

    const subscription = subscribe("http", "http://example.com/", { FilterPolicy: JSON.stringify(policy) });

    await expect(subscription).rejects.toMatchObject({
      name: "InvalidParameterException",
      message: `Invalid parameter: Attributes Reason: FilterPolicy: ${reason}`,
    });
  });
});

test("numbers are compared with five digits behind the point", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -1e9, max: 1e9 }),
      fc.double({ min: -4e-6, max: 4e-6, noNaN: true }),
      (n, error) => {
        expect(sameNumber(n + error, n, 5)).toBe(true);
        expect(sameNumber(n + 2e-5, n, 5)).toBe(false);
      },
    ),
  );
  expect(sameNumber("1", 1, 5)).toBe(false);
});

test("a policy of a topic takes statements and loses them", async () => {
  await using server = await startTestServer();
  const { sns, TopicArn } = await prepare(server);
  const policy = async () => {
    const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
    return (JSON.parse(Attributes!["Policy"]!) as { Statement: { Sid: string }[] }).Statement;
  };
  const add = (ActionName: string[]) =>
    sns.send(
      new AddPermissionCommand({ TopicArn, Label: "others", AWSAccountId: ["999999999999"], ActionName }),
    );

  await expect(add(["CreateTopic"])).rejects.toThrow("Policy statement action out of service scope!");
  await add(["Publish"]);
  const added = (await policy()).at(-1);
  await expect(add(["Publish"])).rejects.toThrow("Statement already exists");
  await sns.send(new RemovePermissionCommand({ TopicArn, Label: "others" }));

  expect(added).toEqual({
    Sid: "others",
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::999999999999:root" },
    Action: "SNS:Publish",
    Resource: TopicArn,
  });
  expect((await policy()).map(({ Sid }) => Sid)).toEqual(["__default_statement_ID"]);
});

test("a filter that is taken away takes its scope along", async () => {
  await using server = await startTestServer();
  const { sns, subscribe } = await prepare(server);
  const { SubscriptionArn } = await subscribe("email", "a@example.com", {
    FilterPolicy: '{"key":["value"]}',
    FilterPolicyScope: "MessageBody",
  });

  await sns.send(
    new SetSubscriptionAttributesCommand({
      SubscriptionArn,
      AttributeName: "FilterPolicy",
      AttributeValue: "{}",
    }),
  );

  const { Attributes } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
  expect(Object.keys(Attributes!).filter((name) => name.startsWith("Filter"))).toEqual([]);
});

test("the trace of a call goes along to queues", async () => {
  await using server = await startTestServer();
  const { sns, TopicArn, subscribe } = await prepare(server);
  const sqs = new SQSClient(server.client);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "inbox" }));
  await subscribe("sqs", "arn:aws:sqs:us-east-1:123456789012:inbox");
  const trace = "Root=1-3152b799-8954dae64eda91bc9a23a7e8;Parent=7fa8c0f79203be72;Sampled=1";
  sns.middlewareStack.add(
    (next) => (args) => {
      (args.request as { headers: Record<string, string> }).headers["x-amzn-trace-id"] = trace;
      return next(args);
    },
    { step: "build" },
  );

  await sns.send(new PublishCommand({ TopicArn, Message: "text" }));
  await server.cloud.settled();

  const { Messages } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MessageSystemAttributeNames: ["AWSTraceHeader"] }),
  );
  expect(Messages?.[0]?.Attributes).toEqual({ AWSTraceHeader: trace });
});

test.each<[string, (prepared: Prepared) => Promise<unknown>, string, string]>([
  [
    "an unknown protocol",
    ({ subscribe }) => subscribe("test-protocol", "x"),
    "InvalidParameterException",
    "Invalid parameter: Amazon SNS does not support this protocol string: test-protocol",
  ],
  [
    "a FIFO queue at a standard topic",
    ({ subscribe }) => subscribe("sqs", "arn:aws:sqs:us-east-1:123456789012:jobs.fifo"),
    "InvalidParameterException",
    "FIFO SQS Queues can not be subscribed to standard SNS topics",
  ],
  [
    "a malformed phone number",
    ({ subscribe }) => subscribe("sms", "+15--551234567"),
    "InvalidParameterException",
    "Invalid SMS endpoint: +15--551234567",
  ],
  [
    "raw delivery that is neither true nor false",
    ({ subscribe }) => subscribe("email", "a@example.com", { RawMessageDelivery: "wrongvalue" }),
    "InvalidParameterException",
    "Invalid parameter: Attributes Reason: RawMessageDelivery: Invalid value [wrongvalue]. Must be true or false.",
  ],
  [
    "a token that is none",
    ({ sns, TopicArn }) => sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token: "51b2" })),
    "InvalidParameterException",
    "Invalid token",
  ],
  [
    "a text to a number that is none",
    ({ sns }) => sns.send(new PublishCommand({ PhoneNumber: "NAA+15551234567", Message: "text" })),
    "InvalidParameterException",
    "is not valid to publish to",
  ],
  [
    "an endpoint of a mobile application",
    ({ sns }) =>
      sns.send(
        new PublishCommand({
          TargetArn: "arn:aws:sns:us-east-1:123456789012:endpoint/GCM/app/id",
          Message: "text",
        }),
      ),
    "InvalidParameterException",
    "Invalid parameter: TargetArn Reason: No endpoint found for the target arn specified",
  ],
  [
    "a deduplication id at a standard topic",
    ({ sns, TopicArn }) =>
      sns.send(new PublishCommand({ TopicArn, Message: "text", MessageDeduplicationId: "id" })),
    "InvalidParameterException",
    "The request includes MessageDeduplicationId parameter that is not valid for this topic type",
  ],
  [
    "a batch of eleven",
    ({ sns, TopicArn }) =>
      sns.send(
        new PublishBatchCommand({
          TopicArn,
          PublishBatchRequestEntries: Array.from({ length: 11 }, (_, index) => ({
            Id: `id${index}`,
            Message: "text",
          })),
        }),
      ),
    "TooManyEntriesInBatchRequestException",
    "The batch request contains more entries than permissible.",
  ],
  [
    "a batch with one attribute that has no value",
    ({ sns, TopicArn }) =>
      sns.send(
        new PublishBatchCommand({
          TopicArn,
          PublishBatchRequestEntries: [
            { Id: "1", Message: "text", MessageAttributes: { attr1: { DataType: "String" } } },
          ],
        }),
      ),
    "InvalidParameterValueException",
    "The message attribute 'attr1' must contain non-empty message attribute value for message attribute type 'String'.",
  ],
  [
    "a tag that comes twice",
    ({ sns, TopicArn }) =>
      sns.send(
        new TagResourceCommand({
          ResourceArn: TopicArn,
          Tags: [
            { Key: "k", Value: "1" },
            { Key: "k", Value: "2" },
          ],
        }),
      ),
    "InvalidParameterException",
    "Invalid parameter: Duplicated keys are not allowed.",
  ],
  [
    "a 51st tag",
    ({ sns, TopicArn }) =>
      sns.send(
        new TagResourceCommand({
          ResourceArn: TopicArn,
          Tags: Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: "v" })),
        }),
      ),
    "TagLimitExceededException",
    "tag quota of per resource exceeded",
  ],
])("%s is refused", async (_what, attempt, name, message) => {
  await using server = await startTestServer();
  const prepared = await prepare(server);

  const attempted = attempt(prepared);

  await expect(attempted).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
});

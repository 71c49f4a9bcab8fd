import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  FilterLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { CreateEventBusCommand, PutRuleCommand } from "@aws-sdk/client-eventbridge";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { describe, expect, test } from "vitest";
import { ServiceError } from "../../../local/kernel/service-error.ts";
import { transformInput } from "../../../local/services/events/input-transformer.ts";
import { startBusCloud } from "./bus-cloud.ts";

const EventPattern = JSON.stringify({ source: ["shop"] });

test("an event that a rule matches reaches its queue whole, and no other", async () => {
  await using cloud = await startBusCloud();
  const Arn = await cloud.queue("jobs");
  await cloud.rule({ Name: "orders", EventPattern }, { Arn });

  await cloud.put({ total: 42 });
  await cloud.put({ total: 43 }, "bank");
  const messages = await cloud.received("jobs");

  expect(messages.map(({ Body }) => JSON.parse(Body!))).toEqual([
    {
      version: "0",
      id: expect.stringMatching(/^[\da-f-]{36}$/),
      "detail-type": "Order",
      source: "shop",
      account: "123456789012",
      time: "2026-01-05T12:00:00Z",
      region: "us-east-1",
      resources: [],
      detail: { total: 42 },
    },
  ]);
  expect(await cloud.metric("MatchedEvents", "orders")).toBe(1);
  expect(await cloud.metric("Invocations", "orders")).toBe(1);
  expect(await cloud.metric("FailedInvocations", "orders")).toBe(0);
});

test("a target gets a text, a part of the event or a filled in template", async () => {
  await using cloud = await startBusCloud();
  const Arn = await cloud.queue("jobs");
  await cloud.rule(
    { Name: "orders", EventPattern },
    { Arn, Input: '{"fixed":true}' },
    { Arn, InputPath: "$.detail.items[0].name" },
    {
      Arn,
      InputTransformer: {
        InputPathsMap: { total: "$.detail.total", items: "$.detail.items", gone: "$.detail.gone" },
        InputTemplate:
          '{"total": <total>, "text": "<total> for <items> by <aws.events.rule-name><gone>", "items": <items>}',
      },
    },
  );

  await cloud.put({ total: 42, items: [{ name: 'a "b"' }] });
  const messages = await cloud.received("jobs");

  expect(messages.map(({ Body }) => JSON.parse(Body!)).sort()).toEqual(
    [
      { fixed: true },
      'a "b"',
      { total: 42, text: '42 for [{name:a "b"}] by orders', items: [{ name: 'a "b"' }] },
    ].sort(),
  );
});

test("a first-in-first-out queue gets the group that its target names", async () => {
  await using cloud = await startBusCloud();
  const Arn = await cloud.queue("jobs.fifo", { FifoQueue: "true", ContentBasedDeduplication: "true" });
  await cloud.rule({ Name: "orders", EventPattern }, { Arn, SqsParameters: { MessageGroupId: "orders" } });

  await cloud.put({ total: 42 });
  const [message] = await cloud.received("jobs.fifo");

  expect(message?.Attributes?.["MessageGroupId"]).toBe("orders");
});

test("topics, log groups and other buses are targets, and what the local cloud does not call is shown in the inbox", async () => {
  await using cloud = await startBusCloud();
  const sns = new SNSClient(cloud.client);
  const logs = new CloudWatchLogsClient(cloud.client);
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "news" }));
  await sns.send(
    new SubscribeCommand({
      TopicArn,
      Protocol: "sqs",
      Endpoint: await cloud.queue("readers"),
      Attributes: { RawMessageDelivery: "true" },
    }),
  );
  await logs.send(new CreateLogGroupCommand({ logGroupName: "/aws/events/orders" }));
  const { EventBusArn } = await cloud.events.send(new CreateEventBusCommand({ Name: "archive" }));
  await cloud.rule(
    { Name: "kept", EventPattern, EventBusName: "archive" },
    { Arn: await cloud.queue("archived") },
  );
  const machine = "arn:aws:states:us-east-1:123456789012:stateMachine:Orders";
  await cloud.rule(
    { Name: "orders", EventPattern },
    { Arn: TopicArn!, InputPath: "$.detail" },
    { Arn: "arn:aws:logs:us-east-1:123456789012:log-group:/aws/events/orders:*" },
    { Arn: EventBusArn! },
    { Arn: machine, RoleArn: "arn:aws:iam::123456789012:role/start" },
  );

  await cloud.put({ total: 42 });
  const [read] = await cloud.received("readers");
  const [kept] = await cloud.received("archived");
  const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName: "/aws/events/orders" }));

  expect(JSON.parse(read!.Body!)).toEqual({ total: 42 });
  expect(JSON.parse(kept!.Body!)).toMatchObject({ source: "shop", detail: { total: 42 } });
  expect(JSON.parse(events![0]!.message!)).toMatchObject({ source: "shop", detail: { total: 42 } });
  expect(cloud.inbox.list()).toMatchObject([
    { protocol: "states", to: machine, from: "arn:aws:events:us-east-1:123456789012:rule/orders" },
  ]);
});

test("what stays impossible goes to the dead-letter queue at once", async () => {
  await using cloud = await startBusCloud();
  const dead = await cloud.queue("dead");
  const Arn = "arn:aws:sqs:us-east-1:123456789012:gone";
  await cloud.rule({ Name: "orders", EventPattern }, { Arn, DeadLetterConfig: { Arn: dead } });

  await cloud.put({ total: 42 });
  const [message] = await cloud.received("dead");

  expect(JSON.parse(message!.Body!)).toMatchObject({ detail: { total: 42 } });
  const attributes = Object.entries(message!.MessageAttributes!).map(([name, { StringValue }]) => [
    name,
    StringValue,
  ]);
  expect(Object.fromEntries(attributes)).toEqual({
    RULE_ARN: "arn:aws:events:us-east-1:123456789012:rule/orders",
    TARGET_ARN: Arn,
    ERROR_CODE: "NO_RESOURCE",
    ERROR_MESSAGE: "The specified queue does not exist.",
    RETRY_ATTEMPTS: "0",
  });
  expect(await cloud.metric("InvocationsSentToDlq", "orders")).toBe(1);
});

test("what may pass is tried again on the cloud's clock, as often as the target allows", async () => {
  await using cloud = await startBusCloud();
  const dead = await cloud.queue("dead");
  const Arn = "arn:aws:lambda:us-east-1:123456789012:function:busy";
  let calls = 0;
  cloud.cloud.register("lambda", {
    Invoke: () => {
      calls += 1;
      throw new ServiceError("TooManyRequestsException", "Rate Exceeded.", { statusCode: 429 });
    },
  });
  await cloud.rule(
    { Name: "orders", EventPattern },
    {
      Arn,
      DeadLetterConfig: { Arn: dead },
      RetryPolicy: { MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 3_600 },
    },
  );

  await cloud.put({ total: 42 });
  await cloud.cloud.settled();
  const atFirst = calls;
  await cloud.clock.advance("1m");
  const [message] = await cloud.received("dead");

  expect([atFirst, calls]).toEqual([1, 4]);
  expect(message!.MessageAttributes).toMatchObject({
    ERROR_CODE: { StringValue: "THROTTLING" },
    EXHAUSTED_RETRY_CONDITION: { StringValue: "MaximumRetryAttempts" },
    RETRY_ATTEMPTS: { StringValue: "3" },
  });
  expect(await cloud.metric("RetryInvocationAttempts", "orders")).toBe(3);
});

test("a schedule runs on the cloud's clock while its rule is enabled", async () => {
  await using cloud = await startBusCloud();
  const Arn = await cloud.queue("jobs");
  await cloud.rule(
    { Name: "often", ScheduleExpression: "rate(10 minutes)" },
    { Arn, InputPath: "$.resources[0]" },
  );
  await cloud.rule({ Name: "noon", ScheduleExpression: "cron(30 12 * * ? *)" }, { Arn });

  await cloud.clock.advance("31m");
  const first = await cloud.received("jobs");
  await cloud.events.send(
    new PutRuleCommand({ Name: "often", ScheduleExpression: "rate(10 minutes)", State: "DISABLED" }),
  );
  await cloud.clock.advance("1h");

  const often = '"arn:aws:events:us-east-1:123456789012:rule/often"';
  expect(first.map(({ Body }) => Body).filter((body) => body === often)).toHaveLength(3);
  expect(JSON.parse(first.find(({ Body }) => Body !== often)!.Body!)).toMatchObject({
    "detail-type": "Scheduled Event",
    source: "aws.events",
    time: "2026-01-05T12:30:00Z",
    resources: ["arn:aws:events:us-east-1:123456789012:rule/noon"],
    detail: {},
  });
  expect(await cloud.received("jobs")).toEqual([]);
});

describe("a template is filled in", () => {
  test.each<[template: string, paths: Record<string, string>, expected: string]>([
    ['"<a> and <b>"', { a: "$.text", b: "$.list" }, '"x\\"y and [1,2]"'],
    ["<a>", { a: "$.text" }, '"x\\"y"'],
    ['{"a": <a>, "b": [<b>]}', { a: "$.object", b: "$.number" }, '{"a": {"k":"v"}, "b": [7]}'],
    ['{"a": "<a>"}', { a: "$.object" }, '{"a": "{k:v}"}'],
    ['{"a": "\\"<a>"}', { a: "$.number" }, '{"a": "\\"7"}'],
    ['{"a": "<gone>"}', { gone: "$.gone" }, '{"a": ""}'],
    ["<unknown>", {}, "<unknown>"],
    ["<a>", { a: "$.list[*]" }, "[1,2]"],
    ["<a>", { a: "$['object'].k" }, '"v"'],
  ])("%s", (InputTemplate, InputPathsMap, expected) => {
    const event = { text: 'x"y', list: [1, 2], object: { k: "v" }, number: 7 };

    expect(transformInput({ InputTemplate, InputPathsMap }, event, {})).toBe(expected);
  });
});

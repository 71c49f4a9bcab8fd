import {
  CreateEventBusCommand,
  DeleteEventBusCommand,
  DeleteRuleCommand,
  DescribeEventBusCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EventBridgeClient,
  ListEventBusesCommand,
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutPermissionCommand,
  PutRuleCommand,
  type PutRuleCommandInput,
  PutTargetsCommand,
  RemovePermissionCommand,
  RemoveTargetsCommand,
  TagResourceCommand,
  TestEventPatternCommand,
} from "@aws-sdk/client-eventbridge";
import { describe, expect, test } from "vitest";
import { startTestServer } from "../query/test-server.ts";

const QUEUE = "arn:aws:sqs:us-east-1:123456789012:jobs";

test("a rule is kept as it was put, with its targets, until both are gone", async () => {
  await using server = await startTestServer();
  const events = new EventBridgeClient(server.client);
  const EventPattern = JSON.stringify({ source: ["shop"] });

  const { RuleArn } = await events.send(
    new PutRuleCommand({ Name: "orders", EventPattern, Tags: [{ Key: "team", Value: "shop" }] }),
  );
  await events.send(new PutTargetsCommand({ Rule: "orders", Targets: [{ Id: "queue", Arn: QUEUE }] }));
  await events.send(new DisableRuleCommand({ Name: "orders" }));
  await events.send(new TagResourceCommand({ ResourceARN: RuleArn, Tags: [{ Key: "stage", Value: "dev" }] }));
  const rule = await events.send(new DescribeRuleCommand({ Name: "orders" }));
  const { Targets } = await events.send(new ListTargetsByRuleCommand({ Rule: "orders" }));
  const { RuleNames } = await events.send(new ListRuleNamesByTargetCommand({ TargetArn: QUEUE }));
  const { Tags } = await events.send(new ListTagsForResourceCommand({ ResourceARN: RuleArn }));
  const early = events.send(new DeleteRuleCommand({ Name: "orders" }));

  expect(RuleArn).toBe("arn:aws:events:us-east-1:123456789012:rule/orders");
  expect(rule).toMatchObject({
    Name: "orders",
    EventPattern,
    State: "DISABLED",
    EventBusName: "default",
    CreatedBy: "123456789012",
  });
  expect([Targets, RuleNames]).toEqual([[{ Id: "queue", Arn: QUEUE }], ["orders"]]);
  expect(Tags).toEqual([
    { Key: "team", Value: "shop" },
    { Key: "stage", Value: "dev" },
  ]);
  await expect(early).rejects.toThrow("Rule can't be deleted since it has targets.");
  await events.send(new RemoveTargetsCommand({ Rule: "orders", Ids: ["queue"] }));
  await events.send(new DeleteRuleCommand({ Name: "orders" }));
  expect((await events.send(new ListRulesCommand({}))).Rules).toEqual([]);
  await expect(events.send(new DescribeRuleCommand({ Name: "orders" }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: "Rule orders does not exist on EventBus default.",
  });
});

test("an event bus has rules and permissions of its own, and goes with them", async () => {
  await using server = await startTestServer();
  const events = new EventBridgeClient(server.client);
  const { EventBusArn } = await events.send(
    new CreateEventBusCommand({ Name: "shop", Description: "Orders" }),
  );
  const { RuleArn } = await events.send(
    new PutRuleCommand({ Name: "all", EventBusName: "shop", EventPattern: '{"source": ["shop"]}' }),
  );
  await events.send(
    new PutPermissionCommand({
      EventBusName: "shop",
      Action: "events:PutEvents",
      Principal: "999999999999",
      StatementId: "others",
    }),
  );

  const bus = await events.send(new DescribeEventBusCommand({ Name: EventBusArn }));
  await events.send(new RemovePermissionCommand({ EventBusName: "shop", StatementId: "others" }));
  const again = events.send(new CreateEventBusCommand({ Name: "shop" }));

  expect(EventBusArn).toBe("arn:aws:events:us-east-1:123456789012:event-bus/shop");
  expect(RuleArn).toBe("arn:aws:events:us-east-1:123456789012:rule/shop/all");
  expect(bus).toMatchObject({ Name: "shop", Arn: EventBusArn, Description: "Orders" });
  expect(JSON.parse(bus.Policy!)).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "others",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::999999999999:root" },
        Action: "events:PutEvents",
        Resource: EventBusArn,
      },
    ],
  });
  await expect(again).rejects.toMatchObject({
    name: "ResourceAlreadyExistsException",
    message: "Event bus shop already exists.",
  });
  await events.send(new DeleteEventBusCommand({ Name: "shop" }));
  const { EventBuses } = await events.send(new ListEventBusesCommand({}));
  expect(EventBuses!.map(({ Name }) => Name)).toEqual(["default"]);
});

describe("a rule is refused", () => {
  test.each<[input: Partial<PutRuleCommandInput>, name: string, message: string]>([
    [{}, "ValidationException", "Parameter(s) EventPattern or ScheduleExpression must be specified."],
    [
      { ScheduleExpression: "rate(1 minutes)" },
      "ValidationException",
      "Parameter ScheduleExpression is not valid.",
    ],
    [
      { ScheduleExpression: "cron(* * * * *)" },
      "ValidationException",
      "Parameter ScheduleExpression is not valid.",
    ],
    [
      { EventPattern: '{"a": 1}' },
      "InvalidEventPatternException",
      'Event pattern is not valid. Reason: "a" must be an object or an array',
    ],
    [
      { EventPattern: '{"a": ["b"]}', EventBusName: "gone" },
      "ResourceNotFoundException",
      "Event bus gone does not exist.",
    ],
  ])("%j", async (input, name, message) => {
    await using server = await startTestServer();
    const events = new EventBridgeClient(server.client);

    const put = events.send(new PutRuleCommand({ Name: "rule", ...input }));

    await expect(put).rejects.toMatchObject({ name, message });
  });
});

test("a target is refused that cannot be called as it is", async () => {
  await using server = await startTestServer();
  const events = new EventBridgeClient(server.client);
  await events.send(new PutRuleCommand({ Name: "rule", EventPattern: '{"a": ["b"]}' }));
  const put = (target: object, count = 1) =>
    events.send(
      new PutTargetsCommand({
        Rule: "rule",
        Targets: Array.from({ length: count }, (_, index) => ({ Id: `t${index}`, Arn: QUEUE, ...target })),
      }),
    );

  await expect(put({ Arn: "jobs" })).rejects.toThrow(
    "Parameter jobs is not valid. Reason: Provided Arn is not in correct format.",
  );
  await expect(put({ Arn: `${QUEUE}.fifo` })).rejects.toThrow(
    "Parameter(s) SqsParameters must be specified for target: t0.",
  );
  await expect(put({ Input: "{" })).rejects.toThrow("JSON syntax error in Input for target t0.");
  await expect(put({ InputPath: "detail" })).rejects.toThrow("Invalid JSON path detail for target t0.");
  await expect(put({ Input: "{}", InputPath: "$" })).rejects.toThrow("Only one of Input, InputPath");
  await expect(put({}, 6)).rejects.toMatchObject({ name: "LimitExceededException" });
});

test("events are refused one by one", async () => {
  await using server = await startTestServer();
  const events = new EventBridgeClient(server.client);
  const good = { Source: "shop", DetailType: "Order", Detail: "{}" };

  const { FailedEntryCount, Entries } = await events.send(
    new PutEventsCommand({
      Entries: [
        good,
        { ...good, Source: undefined },
        { ...good, DetailType: "" },
        { ...good, Detail: "[1]" },
        { ...good, Source: "aws.ec2" },
        { ...good, EventBusName: "gone" },
      ],
    }),
  );
  const large = events.send(
    new PutEventsCommand({ Entries: [{ ...good, Detail: JSON.stringify("x".repeat(1_048_576)) }] }),
  );

  expect(FailedEntryCount).toBe(4);
  expect(
    Entries!.map(({ EventId, ErrorCode, ErrorMessage }) => (EventId ? "taken" : [ErrorCode, ErrorMessage])),
  ).toEqual([
    "taken",
    ["InvalidArgument", "Parameter Source is not valid. Reason: Source is a required argument."],
    ["InvalidArgument", "Parameter DetailType is not valid. Reason: DetailType is a required argument."],
    ["MalformedDetail", "Detail is malformed."],
    ["NotAuthorizedForSourceException", "Not authorized for the source."],
    "taken",
  ]);
  await expect(large).rejects.toThrow("Total size of the entries in the request is over the limit.");
});

test("a pattern is tried on an event", async () => {
  await using server = await startTestServer();
  const events = new EventBridgeClient(server.client);
  const Event = JSON.stringify({
    id: "1",
    account: "123456789012",
    source: "shop",
    time: "2026-01-05T12:00:00Z",
    region: "us-east-1",
    resources: [],
    "detail-type": "Order",
    detail: { total: 42 },
  });
  const test = async (pattern: object) =>
    (await events.send(new TestEventPatternCommand({ EventPattern: JSON.stringify(pattern), Event }))).Result;

  expect(await test({ detail: { total: [{ numeric: [">", 40] }] } })).toBe(true);
  expect(await test({ detail: { total: [{ numeric: [">", 50] }] } })).toBe(false);
  await expect(
    events.send(new TestEventPatternCommand({ EventPattern: '{"a": ["b"]}', Event: '"text"' })),
  ).rejects.toThrow("Parameter Event is not valid.");
});

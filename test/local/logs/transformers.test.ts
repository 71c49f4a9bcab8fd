import { afterEach, beforeEach, expect, test } from "vitest";
import { RECEIVER, START, startStackCloud } from "./stack-cloud.ts";

const GROUP = "/shop/web";
const LINE = '10.0.0.1 - kim [15/Jan/2026:12:00:00 +0000] "GET /pay HTTP/1.1" 503 12';

const filter = (name: string, ApplyOnTransformedLogs: boolean) => ({
  Type: "AWS::Logs::MetricFilter",
  DependsOn: "Transformer",
  Properties: {
    LogGroupName: { Ref: "Group" },
    FilterPattern: "{ $.status_code >= 500 }",
    ApplyOnTransformedLogs,
    MetricTransformations: [{ MetricNamespace: "Shop", MetricName: name, MetricValue: "1" }],
  },
});

const RESOURCES = {
  Group: { Type: "AWS::Logs::LogGroup", Properties: { LogGroupName: GROUP } },
  Transformer: {
    Type: "AWS::Logs::Transformer",
    Properties: {
      LogGroupIdentifier: { Ref: "Group" },
      TransformerConfig: [
        { Grok: { Match: "%{APACHE_ACCESS_LOG}" } },
        { CopyValue: { Entries: [{ Source: "@logGroupName", Target: "group", OverwriteIfExists: "true" }] } },
        { DeleteKeys: { WithKeys: ["remote_host"] } },
      ],
    },
  },
  OfTransformed: filter("Transformed", true),
  OfOriginal: filter("Original", false),
  ...RECEIVER,
  Subscription: {
    Type: "AWS::Logs::SubscriptionFilter",
    DependsOn: ["Transformer", "Permission"],
    Properties: {
      LogGroupName: { Ref: "Group" },
      FilterPattern: "{ $.http_method = GET }",
      DestinationArn: { "Fn::GetAtt": ["Receiver", "Arn"] },
      ApplyOnTransformedLogs: true,
    },
  },
};

let stack: Awaited<ReturnType<typeof startStackCloud>>;
beforeEach(async () => {
  stack = await startStackCloud(RESOURCES);
});
afterEach(() => stack[Symbol.asyncDispose]());

test("events are transformed at ingestion, for filters, subscriptions and queries, and keep their own form", async () => {
  await stack.put(GROUP, LINE, "no access log");

  const received = await stack.received();
  const { events } = await stack.logs.filterLogEvents({ logGroupName: GROUP });
  const rows = await stack.query(
    GROUP,
    "fields @message, status_code, group, remote_host | filter status_code > 500",
  );
  const failed = await stack.query(GROUP, "fields @message | filter ispresent(@transformationError)");

  expect(received.map((message) => JSON.parse(message))).toEqual([
    {
      auth_user: "kim",
      timestamp: "2026-01-15T12:00:00Z",
      http_method: "GET",
      request: "/pay",
      http_version: "1.1",
      status_code: 503,
      response_size: 12,
      group: GROUP,
    },
  ]);
  expect(events!.map(({ message }) => message)).toEqual([LINE, "no access log"]);
  expect(rows).toEqual([{ "@message": LINE, status_code: "503", group: GROUP }]);
  expect(failed).toEqual([{ "@message": "no access log" }]);
  expect(await stack.sum("Shop", "Transformed")).toBe(1);
  expect(await stack.sum("Shop", "Original")).toBe(0);
  expect(await stack.sum("AWS/Logs", "TransformedLogEvents", { LogGroupName: GROUP })).toBe(1);
  expect(await stack.sum("AWS/Logs", "TransformationErrors", { LogGroupName: GROUP })).toBe(1);
});

test("a transformer is read, tested, refused and deleted", async () => {
  const { logs } = stack;
  const transformerConfig = [{ parseKeyValue: {} }, { upperCaseString: { withKeys: ["a"] } }];

  const before = await logs.getTransformer({ logGroupIdentifier: GROUP });
  const { transformedLogs } = await logs.testTransformer({
    transformerConfig,
    logEventMessages: ["a=b&c=d", "a=e"],
  });
  const refused = logs.putTransformer({
    logGroupIdentifier: GROUP,
    transformerConfig: transformerConfig.slice(1),
  });
  await expect(refused).rejects.toMatchObject({ name: "InvalidParameterException" });
  const unknown = [{ parseToOCSF: { eventSource: "CloudTrail", ocsfVersion: "V1.1" } }] as const;
  await expect(
    logs.putTransformer({ logGroupIdentifier: GROUP, transformerConfig: [...unknown] }),
  ).rejects.toThrow("parseToOCSF");
  await logs.deleteTransformer({ logGroupIdentifier: GROUP });

  expect(before).toMatchObject({
    creationTime: START,
    transformerConfig: [{ grok: { match: "%{APACHE_ACCESS_LOG}" } }, {}, {}],
  });
  expect(transformedLogs!.map((one) => one.transformedEventMessage)).toEqual([
    '{"a":"B","c":"d"}',
    '{"a":"E"}',
  ]);
  await expect(logs.getTransformer({ logGroupIdentifier: GROUP })).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
});

test("groups of another class take no transformer", async () => {
  await stack.logs.createLogGroup({ logGroupName: "rare", logGroupClass: "INFREQUENT_ACCESS" });

  const put = stack.logs.putTransformer({
    logGroupIdentifier: "rare",
    transformerConfig: [{ parseJSON: {} }],
  });

  await expect(put).rejects.toMatchObject({ name: "InvalidOperationException" });
});

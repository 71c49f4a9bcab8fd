import { afterEach, beforeEach, expect, test } from "vitest";
import { RECEIVER, startStackCloud } from "./stack-cloud.ts";

const GROUP = "/shop/web";
const IDENTIFIERS = ["arn:aws:dataprotection::aws:data-identifier/EmailAddress", "EmployeeId"];
const POLICY = {
  Name: "policy",
  Version: "2021-06-01",
  Configuration: { CustomDataIdentifier: [{ Name: "EmployeeId", Regex: "EMP-\\d{5}" }] },
  Statement: [
    {
      DataIdentifier: IDENTIFIERS,
      Operation: { Audit: { FindingsDestination: { CloudWatchLogs: { LogGroup: { Ref: "Findings" } } } } },
    },
    { DataIdentifier: IDENTIFIERS, Operation: { Deidentify: { MaskConfig: {} } } },
  ],
};
const RESOURCES = {
  Findings: { Type: "AWS::Logs::LogGroup", Properties: { LogGroupName: "/findings" } },
  Group: {
    Type: "AWS::Logs::LogGroup",
    Properties: { LogGroupName: GROUP, DataProtectionPolicy: POLICY },
  },
  Addressed: {
    Type: "AWS::Logs::MetricFilter",
    Properties: {
      LogGroupName: { Ref: "Group" },
      FilterPattern: "kim",
      MetricTransformations: [{ MetricNamespace: "Shop", MetricName: "Kim", MetricValue: "1" }],
    },
  },
  ...RECEIVER,
  Subscription: {
    Type: "AWS::Logs::SubscriptionFilter",
    DependsOn: ["Permission"],
    Properties: {
      LogGroupName: { Ref: "Group" },
      FilterPattern: "",
      DestinationArn: { "Fn::GetAtt": ["Receiver", "Arn"] },
    },
  },
};
const MESSAGE = JSON.stringify({ user: "kim@example.com", by: "EMP-12345" });
const MASKED = JSON.stringify({ user: "***************", by: "*********" });

let stack: Awaited<ReturnType<typeof startStackCloud>>;
beforeEach(async () => {
  stack = await startStackCloud(RESOURCES);
});
afterEach(() => stack[Symbol.asyncDispose]());

test.each([
  ["fields @message", MASKED],
  ["filter @message like /kim/ | fields user", undefined],
  ["unmask @message", MESSAGE],
  ["fields unmask(@message) as message", MESSAGE],
  ["fields unmask(user) as user", "kim@example.com"],
  ["filter @message like /kim/ | fields concat(unmask(user), '!') as user", "kim@example.com!"],
])("the query %j shows %j", async (queryString, shown) => {
  const { logs } = stack;
  await stack.put(GROUP, MESSAGE);
  const range = { startTime: 0, endTime: Date.UTC(2100, 0, 1) / 1_000 };

  const { queryId } = await logs.startQuery({ logGroupName: GROUP, queryString, ...range });
  await stack.cloud.settled();
  const { results } = await logs.getQueryResults({ queryId: queryId! });

  expect(results?.[0]?.find(({ field }) => field !== "@ptr")?.value).toBe(shown);
});

test("sensitive data is masked wherever events come out, and shown to who asks for it", async () => {
  const { logs } = stack;
  await stack.put(GROUP, MESSAGE, "nothing");
  const stream = { logGroupName: GROUP, logStreamName: "s" };

  const received = await stack.received();
  const filtered = await logs.filterLogEvents({ logGroupName: GROUP, filterPattern: "{ $.user = * }" });
  const byName = await logs.filterLogEvents({ logGroupName: GROUP, filterPattern: "kim" });
  const unmasked = await logs.filterLogEvents({ logGroupName: GROUP, filterPattern: "kim", unmask: true });
  const got = await logs.getLogEvents({ ...stream, startFromHead: true });
  const gotUnmasked = await logs.getLogEvents({ ...stream, startFromHead: true, unmask: true });
  const rows = await stack.query(GROUP, "fields @message, user | filter ispresent(user)");

  expect(received).toEqual([MASKED, "nothing"]);
  expect(filtered.events!.map(({ message }) => message)).toEqual([MASKED]);
  expect(byName.events).toEqual([]);
  expect(unmasked.events!.map(({ message }) => message)).toEqual([MESSAGE]);
  expect(got.events!.map(({ message }) => message)).toEqual([MASKED, "nothing"]);
  expect(gotUnmasked.events!.map(({ message }) => message)).toEqual([MESSAGE, "nothing"]);
  expect(rows).toEqual([{ "@message": MASKED, user: "***************" }]);
  expect(await stack.sum("Shop", "Kim")).toBe(0);
});

test("findings are reported and counted", async () => {
  await stack.put(GROUP, MESSAGE, "nothing");

  await stack.cloud.clock.advance("1s");

  const { events } = await stack.logs.filterLogEvents({ logGroupName: "/findings" });
  expect(events!.map(({ message }) => JSON.parse(message!))).toEqual([
    {
      auditTimestamp: "2026-01-15T12:00:00Z",
      resourceArn: "arn:aws:logs:us-east-1:123456789012:log-group:/shop/web:*",
      dataIdentifiers: [
        { name: "EmailAddress", count: 1, detections: [{ start: 10, end: 24 }] },
        { name: "EmployeeId", count: 1, detections: [{ start: 33, end: 41 }] },
      ],
    },
  ]);
  for (const DataProtectionOperation of ["Audit", "Deidentify"])
    expect(
      await stack.sum("AWS/Logs", "LogEventsWithFindings", { LogGroupName: GROUP, DataProtectionOperation }),
    ).toBe(1);
});

test("a policy holds for what comes after it, and is refused when it cannot be run", async () => {
  const { logs } = stack;
  const policyDocument = JSON.stringify(POLICY).replace('{"Ref":"Findings"}', '"/findings"');
  await logs.createLogGroup({ logGroupName: "later" });
  await stack.put("later", "a@example.com");
  const later = { logGroupIdentifier: "later" };

  await logs.putDataProtectionPolicy({ ...later, policyDocument });
  await stack.put("later", "b@example.com");
  await logs.deleteDataProtectionPolicy(later);
  await stack.put("later", "c@example.com");

  const { events } = await logs.filterLogEvents({ logGroupName: "later" });
  expect(events!.map(({ message }) => message)).toEqual(["a@example.com", "*************", "c@example.com"]);
  const missing = logs.putDataProtectionPolicy({
    ...later,
    policyDocument: policyDocument.replace("/findings", "/nowhere"),
  });
  await expect(missing).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  const unknown = logs.putDataProtectionPolicy({
    ...later,
    policyDocument: policyDocument.replaceAll("/EmailAddress", "/Address"),
  });
  await expect(unknown).rejects.toThrow("Address cannot be evaluated here");
});

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { START, startLogsCloud, type TestCloud } from "./logs-cloud.ts";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startLogsCloud();
  await cloud.logs.createLogGroup({ logGroupName: "app" });
});
afterEach(() => cloud.stop());

const LONG = "X".repeat(513);
const KINESIS = "arn:aws:kinesis:us-east-1:123456789012:stream/unknown";

describe("CloudWatch Logs was recorded to refuse", () => {
  test.each<[string, (logs: TestCloud["logs"]) => Promise<unknown>, string, string | RegExp]>([
    [
      "a stream's group that is named twice",
      (logs) => logs.describeLogStreams({ logGroupName: "app", logGroupIdentifier: "app" }),
      "ValidationException",
      "LogGroup name and LogGroup ARN are mutually exclusive parameters.",
    ],
    [
      "a prefix beside a pattern",
      (logs) => logs.describeLogGroups({ logGroupNamePrefix: "a", logGroupNamePattern: "a" }),
      "InvalidParameterException",
      "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.",
    ],
    [
      "a group's name of 513 characters in any operation",
      (logs) => logs.deleteMetricFilter({ logGroupName: LONG, filterName: "f" }),
      "InvalidParameterException",
      "Invalid LogGroup or LogStream, both must have length less than or equal to 512.",
    ],
    [
      "a filter's name of 513 characters",
      (logs) => logs.deleteMetricFilter({ logGroupName: "app", filterName: LONG }),
      "InvalidParameterException",
      `1 validation error detected: Value '${LONG}' at 'filterName' failed to satisfy constraint: Member must have length less than or equal to 512`,
    ],
    [
      "a limit above 10,000",
      (logs) => logs.filterLogEvents({ logGroupName: "app", limit: 10_001 }),
      "InvalidParameterException",
      "1 validation error detected: Value '10001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10000",
    ],
    [
      // https://github.com/getmoto/moto/pull/10104, verified against AWS
      "a group's ARN with an asterisk, which it does not repeat",
      (logs) =>
        logs.getLogEvents({
          logGroupIdentifier: "arn:aws:logs:us-east-1:123456789012:log-group:app:*",
          logStreamName: "s",
        }),
      "InvalidParameterException",
      String.raw`1 validation error detected: Value at 'logGroupIdentifier' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w#+=/:,.@-]*`,
    ],
    [
      "a live tail of eleven groups, which it does not repeat either",
      (logs) => logs.startLiveTail({ logGroupIdentifiers: Array.from({ length: 11 }, (_, n) => `app-${n}`) }),
      "InvalidParameterException",
      "1 validation error detected: Value at 'logGroupIdentifiers' failed to satisfy constraint: Member must have length less than or equal to 10",
    ],
    [
      "a token that it did not make",
      (logs) => logs.filterLogEvents({ logGroupName: "app", nextToken: "invalid-token" }),
      "InvalidParameterException",
      "The specified nextToken is invalid.",
    ],
    [
      "a resource policy that is not there",
      (logs) => logs.deleteResourcePolicy({ policyName: "non-existent" }),
      "ResourceNotFoundException",
      "Policy with name [non-existent] does not exist.",
    ],
    [
      "a function of another account",
      (logs) =>
        logs.putSubscriptionFilter({
          logGroupName: "not-existing-log-group",
          filterName: "test",
          filterPattern: "",
          destinationArn: "arn:aws:lambda:us-east-1:000000000000:function:test",
        }),
      "AccessDeniedException",
      "Cross-account lambda invocation passing is not allowed. You must use DestinationPolicies to create cross account lambda triggers.",
    ],
    [
      "a stream of Kinesis without a role",
      (logs) =>
        logs.putSubscriptionFilter({
          logGroupName: "app",
          filterName: "test",
          filterPattern: "",
          destinationArn: KINESIS,
        }),
      "InvalidParameterException",
      "destinationArn for vendor kinesis cannot be used without roleArn",
    ],
    [
      "a query of a group that is not there",
      (logs) =>
        logs.startQuery({ logGroupName: "nobody", startTime: 0, endTime: 1, queryString: "fields @message" }),
      "ResourceNotFoundException",
      /^Log group 'nobody' does not exist for account ID '123456789012'/,
    ],
  ])("%s", async (_what, call, name, message) => {
    const refused = call(cloud.logs);

    await expect(refused).rejects.toMatchObject({
      name,
      message: typeof message === "string" ? message : expect.stringMatching(message),
    });
  });
});

test("groups found by a pattern come without their stored bytes and their protection", async () => {
  const { logs } = cloud;

  const { logGroups } = await logs.describeLogGroups({ logGroupNamePattern: "PP" });

  expect(logGroups).toEqual([
    {
      arn: "arn:aws:logs:us-east-1:123456789012:log-group:app:*",
      creationTime: START,
      logGroupArn: "arn:aws:logs:us-east-1:123456789012:log-group:app",
      logGroupClass: "STANDARD",
      logGroupName: "app",
      metricFilterCount: 0,
    },
  ]);
});

test("a resource policy has the account as its scope", async () => {
  const { logs } = cloud;
  const policyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [] });

  const { resourcePolicy } = await logs.putResourcePolicy({ policyName: "p", policyDocument });

  expect(resourcePolicy).toEqual({
    policyName: "p",
    policyDocument,
    lastUpdatedTime: START,
    policyScope: "ACCOUNT",
  });
});

describe("a destination", () => {
  const destination = {
    destinationName: "central",
    targetArn: KINESIS,
    roleArn: "arn:aws:iam::123456789012:role/logs",
  };
  const arn = "arn:aws:logs:us-east-1:123456789012:destination:central";

  test("is kept with its policy until it is deleted", async () => {
    const { logs } = cloud;
    const put = await logs.putDestination(destination);
    await logs.putDestinationPolicy({ destinationName: "central", accessPolicy: "{}" });

    const { destinations } = await logs.describeDestinations({ DestinationNamePrefix: "cen" });

    expect(put.destination).toEqual({ ...destination, arn, creationTime: START });
    expect(destinations).toEqual([{ ...destination, arn, creationTime: START, accessPolicy: "{}" }]);
    await logs.deleteDestination({ destinationName: "central" });
    expect((await logs.describeDestinations({})).destinations).toEqual([]);
    const again = logs.deleteDestination({ destinationName: "central" });
    await expect(again).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  test("has tags by its ARN", async () => {
    const { logs } = cloud;
    await logs.putDestination({ ...destination, tags: { key1: "val1" } });

    await logs.tagResource({ resourceArn: arn, tags: { key2: "val2" } });
    const both = await logs.listTagsForResource({ resourceArn: arn });
    await logs.untagResource({ resourceArn: arn, tagKeys: ["key2"] });
    const one = await logs.listTagsForResource({ resourceArn: arn });

    expect(both.tags).toEqual({ key1: "val1", key2: "val2" });
    expect(one.tags).toEqual({ key1: "val1" });
  });
});

test("the tags that an anomaly detector was created with are shown", async () => {
  const { logs } = cloud;
  const { anomalyDetectorArn: resourceArn } = await logs.createLogAnomalyDetector({
    logGroupArnList: ["arn:aws:logs:us-east-1:123456789012:log-group:app"],
    tags: { team: "pay" },
  });

  const { tags } = await logs.listTagsForResource({ resourceArn });

  expect(tags).toEqual({ team: "pay" });
});

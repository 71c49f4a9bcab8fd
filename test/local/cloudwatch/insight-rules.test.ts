import { CloudWatch } from "@aws-sdk/client-cloudwatch";
import { expect, test } from "vitest";
import { startTestServer } from "../query/test-server.ts";

const RuleDefinition = JSON.stringify({
  Schema: { Name: "CloudWatchLogRule", Version: 1 },
  LogGroupNames: ["access"],
  LogFormat: "CLF",
  Contribution: { Keys: ["ip"] },
});

test("rules of Contributor Insights are kept, switched and deleted", async () => {
  await using server = await startTestServer();
  const client = new CloudWatch(server.client);
  await client.putInsightRule({ RuleName: "b", RuleDefinition });
  await client.putInsightRule({ RuleName: "a", RuleDefinition, RuleState: "DISABLED" });

  const { InsightRules } = await client.describeInsightRules({});
  await client.disableInsightRules({ RuleNames: ["b"] });
  const deleted = await client.deleteInsightRules({ RuleNames: ["a", "nobody"] });
  const left = await client.describeInsightRules({});

  expect(InsightRules?.map(({ Name, State }) => [Name, State])).toEqual([
    ["a", "DISABLED"],
    ["b", "ENABLED"],
  ]);
  expect(deleted.Failures).toMatchObject([{ FailureResource: "nobody", ExceptionType: "ResourceNotFound" }]);
  expect(left.InsightRules).toMatchObject([
    { Name: "b", State: "DISABLED", Definition: RuleDefinition, ManagedRule: false },
  ]);
});

test("rules have tags, and a report of contributors is refused", async () => {
  await using server = await startTestServer();
  const client = new CloudWatch(server.client);
  const ResourceARN = "arn:aws:cloudwatch:us-east-1:123456789012:insight-rule/r";
  await client.putInsightRule({ RuleName: "r", RuleDefinition, Tags: [{ Key: "a", Value: "1" }] });

  await client.tagResource({ ResourceARN, Tags: [{ Key: "b", Value: "2" }] });
  await client.untagResource({ ResourceARN, TagKeys: ["a"] });
  const { Tags } = await client.listTagsForResource({ ResourceARN });
  const report = client.getInsightRuleReport({
    RuleName: "r",
    StartTime: new Date(0),
    EndTime: new Date(60_000),
    Period: 60,
  });

  expect(Tags).toEqual([{ Key: "b", Value: "2" }]);
  await expect(report).rejects.toMatchObject({ name: "InvalidParameterValueException" });
});

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { SqliteStorage } from "../../../local/kernel/storage/sqlite-storage.ts";
import { openStacks } from "../../../local/services/cloudformation/state.ts";
import { idsOf, TemplateCloud } from "./deployed.ts";

let folder: string;
let data: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kept-stacks-"));
  data = join(folder, "data");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const start = () => new TemplateCloud({ storage: new SqliteStorage(data) });

const TEMPLATE = `
Parameters: { Days: { Type: Number, Default: 7 } }
Resources:
  Group: { Type: AWS::Logs::LogGroup, Properties: { LogGroupName: app, RetentionInDays: !Ref Days } }
  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: shop, ProtocolType: HTTP } }
  Stage: { Type: AWS::ApiGatewayV2::Stage, Properties: { ApiId: !Ref Api, StageName: live } }
  Table: { Type: AWS::DynamoDB::Table, Properties: { TableName: orders } }
  Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: !GetAtt Table.StreamArn } }
Outputs:
  Group: { Value: !Ref Group, Export: { Name: group } }
`;

interface Described {
  readonly Stacks: readonly Record<string, unknown>[];
}
const described = async (local: TemplateCloud, StackName?: string) =>
  (await local.call<Described>("cloudformation", "DescribeStacks", { StackName })).Stacks;

/** Deploys by CloudFormation's API, and waits until it is done. */
async function create(local: TemplateCloud, operation = "CreateStack", days = "7"): Promise<void> {
  await local.call("cloudformation", operation, {
    StackName: "shop",
    TemplateBody: TEMPLATE,
    Parameters: [{ ParameterKey: "Days", ParameterValue: days }],
    Tags: [{ Key: "team", Value: "pay" }],
  });
  await local.cloud.settled();
}

test("stacks are there after a restart, with all that was known of them", async () => {
  const first = start();
  await create(first);
  const before = await described(first);
  const ids = idsOf(first.deployment.stacks[0]!);
  await first[Symbol.asyncDispose]();

  await using second = start();

  expect(await described(second)).toEqual(before);
  expect(idsOf(second.deployment.stacks[0]!)).toEqual(ids);
  const { TemplateBody } = await second.call("cloudformation", "GetTemplate", { StackName: "shop" });
  expect(TemplateBody).toBe(TEMPLATE);
  expect(second.deployment.exports.get("group")).toEqual({ stackName: "shop", value: "app" });
});

test("an update after a restart keeps ids and attributes, and a deletion takes everything away", async () => {
  const first = start();
  await create(first);
  const ids = idsOf(first.deployment.stacks[0]!);
  await first[Symbol.asyncDispose]();
  await using second = start();

  await create(second, "UpdateStack", "30");

  expect(await described(second, "shop")).toMatchObject([{ StackStatus: "UPDATE_COMPLETE" }]);
  expect(idsOf(second.deployment.stacks[0]!)).toEqual(ids);
  const { logGroups } = await second.call("logs", "DescribeLogGroups");
  expect(logGroups).toMatchObject([{ logGroupName: "app", retentionInDays: 30 }]);
  const { Attributes } = await second.call("sns", "GetTopicAttributes", { TopicArn: ids["Topic"] });
  expect(Attributes).toMatchObject({ DisplayName: "arn:aws:dynamodb:us-east-1:123456789012:table/orders" });
  const { Items } = await second.call<{ Items: { ApiId: string }[] }>("apigateway", "GetApis");
  expect(Items.map(({ ApiId }) => ApiId)).toEqual([ids["Api"]]);

  await second.call("cloudformation", "DeleteStack", { StackName: "shop" });
  await second.cloud.settled();

  expect(await described(second)).toEqual([]);
  expect((await second.call("logs", "DescribeLogGroups"))["logGroups"]).toEqual([]);
  expect((await second.call("apigateway", "GetApis"))["Items"]).toEqual([]);
});

test("an operation that the end of the process cut off has failed", async () => {
  const first = start();
  first.cloud.state(openStacks).create("shop", "CREATE_IN_PROGRESS");
  await first[Symbol.asyncDispose]();

  await using second = start();

  expect(await described(second)).toMatchObject([
    {
      StackStatus: "CREATE_FAILED",
      StackStatusReason: "The local cloud was stopped before the operation was over.",
    },
  ]);
});

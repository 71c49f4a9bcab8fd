import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { SqliteStorage } from "../../../local/kernel/storage/sqlite-storage.ts";
import { idsOf, TemplateCloud } from "./deployed.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stand-ins-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const subscription = (topic: string, raw: boolean) => `
Resources:
  Queue: { Type: AWS::SQS::Queue }
  Own: { Type: AWS::SNS::Topic }
  Foreign:
    Type: AWS::SNS::Subscription
    Properties: { TopicArn: ${topic}, Protocol: sqs, Endpoint: !GetAtt Queue.Arn, RawMessageDelivery: ${raw} }
`;
const THEIRS = '"arn:aws:sns:eu-west-1:210987654321:theirs"';

const placeholders = (local: TemplateCloud) =>
  local.deployment.stacks[0]!.resources.filter(({ placeholder }) => placeholder !== undefined).map(
    ({ logicalId }) => logicalId,
  );

test("what stands for a resource of another account changes and goes, also after a restart", async () => {
  const start = () => new TemplateCloud({ storage: new SqliteStorage(join(folder, "data")) });
  const first = start();
  await first.deploy(subscription(THEIRS, true), { standInForAbsent: true });
  await first.deploy(subscription(THEIRS, false), { standInForAbsent: true });
  expect(placeholders(first)).toEqual(["Foreign"]);
  await first[Symbol.asyncDispose]();

  await using second = start();
  await second.deploy(subscription(THEIRS, true), { standInForAbsent: true });
  expect(placeholders(second)).toEqual(["Foreign"]);
  await second.deployment.destroy("shop");

  expect(second.deployment.stacks).toEqual([]);
});

test("what was stood for is made once it can be, and a real one goes when it is to be stood for", async () => {
  await using local = new TemplateCloud();
  await local.deploy(subscription(THEIRS, true), { standInForAbsent: true });

  await local.deploy(subscription("!Ref Own", true), { standInForAbsent: true });

  const subscriptions = async () =>
    (await local.call<{ Subscriptions: unknown[] }>("sns", "ListSubscriptions")).Subscriptions.length;
  expect([placeholders(local), await subscriptions()]).toEqual([[], 1]);
  await local.deploy(subscription(THEIRS, true), { standInForAbsent: true });
  expect([placeholders(local), await subscriptions()]).toEqual([["Foreign"], 0]);
});

test("a type that was skipped and is not any more is made, and the other way round it goes", async () => {
  await using local = new TemplateCloud();
  const text = `Resources: { Queue: { Type: AWS::SQS::Queue, Properties: { QueueName: work } } }`;
  const queues = async () =>
    (await local.call<{ QueueUrls?: string[] }>("sqs", "ListQueues")).QueueUrls ?? [];

  await local.deploy(text, { skipTypes: ["AWS::SQS::Queue"] });
  expect([idsOf(local.deployment.stacks[0]!), await queues()]).toEqual([{ Queue: "work" }, []]);
  await local.deploy(text);
  expect(await queues()).toHaveLength(1);
  await local.deploy(text, { skipTypes: ["AWS::SQS::Queue"] });
  expect([placeholders(local), await queues()]).toEqual([["Queue"], []]);
  await local.deployment.destroy("shop");
  expect(local.deployment.stacks).toEqual([]);
});

test("a template's address that is not encoded as addresses are is refused in one sentence", async () => {
  await using local = new TemplateCloud();
  const at = "https://templates.s3.amazonaws.com/%E0%A4.yaml";
  const nested = `Resources: { Child: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: "${at}" } } }`;
  const sentence = `The URL ${at} is malformed: expected two hexadecimal digits of UTF-8 behind every "%" of its path.`;

  await expect(local.deploy(nested)).rejects.toThrow(sentence);
  const create = local.call("cloudformation", "CreateStack", { StackName: "shop", TemplateURL: at });
  await expect(create).rejects.toMatchObject({ code: "ValidationError", message: sentence });
});

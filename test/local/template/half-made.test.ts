import { expect, test } from "vitest";
import { ServiceError } from "../../../local/kernel/service-error.ts";
import { TemplateCloud } from "./deployed.ts";

const POLICY = { Version: "2012-10-17", Statement: [] };
const lists = { Role: ["iam", "ListRoles", "Roles"], Bucket: ["s3", "ListBuckets", "Buckets"] } as const;

/** A resource whose making takes two calls, the second of them, and how the first is seen. */
const RESOURCES: readonly (readonly [
  type: string,
  properties: object,
  failing: readonly [service: string, operation: string],
  list: readonly [service: string, operation: string, member: string],
])[] = [
  ["AWS::S3::Bucket", { Tags: [{ Key: "a", Value: "b" }] }, ["s3", "PutBucketTagging"], lists.Bucket],
  [
    "AWS::IAM::Role",
    { AssumeRolePolicyDocument: POLICY, Policies: [{ PolicyName: "p", PolicyDocument: POLICY }] },
    ["iam", "PutRolePolicy"],
    lists.Role,
  ],
  [
    "AWS::IAM::ManagedPolicy",
    { PolicyDocument: POLICY, Users: ["nobody"] },
    ["iam", "AttachUserPolicy"],
    ["iam", "ListPolicies", "Policies"],
  ],
  [
    "AWS::IAM::InstanceProfile",
    { Roles: ["nobody"] },
    ["iam", "AddRoleToInstanceProfile"],
    ["iam", "ListInstanceProfiles", "InstanceProfiles"],
  ],
  [
    "AWS::SNS::Topic",
    { Subscription: [{ Protocol: "email", Endpoint: "a@example.com" }] },
    ["sns", "Subscribe"],
    ["sns", "ListTopics", "Topics"],
  ],
  [
    "AWS::Events::Rule",
    {
      ScheduleExpression: "rate(1 hour)",
      Targets: [{ Id: "a", Arn: "arn:aws:sqs:us-east-1:123456789012:a" }],
    },
    ["events", "PutTargets"],
    ["events", "ListRules", "Rules"],
  ],
  [
    "AWS::Kinesis::Stream",
    { ShardCount: 1, RetentionPeriodHours: 48 },
    ["kinesis", "IncreaseStreamRetentionPeriod"],
    ["kinesis", "ListStreams", "StreamNames"],
  ],
  [
    "AWS::Lambda::Function",
    {
      ...{ Runtime: "nodejs24.x", Handler: "index.handler", Role: "arn:aws:iam::123456789012:role/r" },
      ...{ Code: { ZipFile: "exports.handler = () => 1" }, ReservedConcurrentExecutions: 1 },
    },
    ["lambda", "PutFunctionConcurrency"],
    ["lambda", "ListFunctions", "Functions"],
  ],
];

test.each(RESOURCES)("a %s that fails half way is gone again", async (Type, Properties, failing, list) => {
  await using local = new TemplateCloud();
  const template = JSON.stringify({ Resources: { One: { Type, Properties } } });
  const [service, operation] = failing;
  let failed = 0;
  local.cloud.register(service, {
    [operation]: () => {
      failed++;
      throw new ServiceError("ServiceFailure", "not today");
    },
  });
  const [where, listing, member] = list;
  const there = async () => ((await local.call(where, listing))[member] as unknown[] | undefined) ?? [];
  const before = (await there()).length;

  await expect(local.deploy(template)).rejects.toThrow("not today");

  expect(failed).toBe(1);
  expect(await there()).toHaveLength(before);
  expect(local.deployment.stacks).toEqual([]);
});

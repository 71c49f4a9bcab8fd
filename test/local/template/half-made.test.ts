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

test("a replacement that fails half way and is left so has not taken the place of the former for good", async () => {
  await using local = new TemplateCloud();
  let fails = true;
  local.cloud.register("iam", {
    PutRolePolicy: () => {
      if (fails) throw new ServiceError("ServiceFailure", "not today");
      return {};
    },
  });
  const template = (Path: string, Policies: object[]) =>
    JSON.stringify({
      Resources: {
        One: { Type: "AWS::IAM::Role", Properties: { Path, AssumeRolePolicyDocument: POLICY, Policies } },
      },
    });
  const policies = [{ PolicyName: "p", PolicyDocument: POLICY }];
  const roles = async () => {
    const { Roles } = await local.call<{ Roles: { Path: string }[] }>("iam", "ListRoles");
    return Roles.map(({ Path }) => Path)
      .filter((path) => path !== "/")
      .sort();
  };
  await local.deploy(template("/a/", []));

  const half = local.deploy(template("/b/", policies), { disableRollback: true });
  await expect(half).rejects.toThrow("not today");
  expect(await roles()).toEqual(["/a/", "/b/"]);

  await local.deploy(template("/a/", []));
  expect(await roles()).toEqual(["/a/"]);

  await expect(local.deploy(template("/c/", policies), { disableRollback: true })).rejects.toThrow();
  fails = false;
  await local.deploy(template("/c/", policies));
  expect(await roles()).toEqual(["/c/"]);
});

test("what has to be replaced and has to stay keeps its name for itself", async () => {
  await using local = new TemplateCloud();
  const template = (ShardCount: number, Path: string, policy: object) =>
    JSON.stringify({
      Resources: {
        Role: {
          Type: "AWS::IAM::Role",
          Properties: { RoleName: "own-name", Path, AssumeRolePolicyDocument: POLICY },
          ...policy,
        },
        Stream: {
          Type: "AWS::Kinesis::Stream",
          DependsOn: "Role",
          Properties: { ShardCount, RetentionPeriodHours: 24 },
        },
      },
    });
  const retained = { UpdateReplacePolicy: "Retain" };
  const path = async () =>
    (await local.call<{ Role: { Path: string } }>("iam", "GetRole", { RoleName: "own-name" })).Role.Path;
  await local.deploy(template(1, "/a/", retained));

  await expect(local.deploy(template(1, "/b/", retained))).rejects.toThrow(
    "CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename own-name and update the stack again.",
  );
  expect(await path()).toBe("/a/");

  // What a deployment without the policy has made goes with it.
  await expect(local.deploy(template(-1, "/b/", {}))).rejects.toThrow("shardCount");
  expect(await path()).toBe("/a/");
});

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ServiceError } from "../../../local/kernel/service-error.ts";
import { SqliteStorage } from "../../../local/kernel/storage/sqlite-storage.ts";
import { TemplateCloud } from "./deployed.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "nested-records-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const start = () => new TemplateCloud({ storage: new SqliteStorage(join(folder, "data")) });

const CHILD = `
Resources:
  Group: { Type: AWS::Logs::LogGroup, Properties: { LogGroupName: app } }
`;
const FAILING = `
Resources:
  Group: { Type: AWS::Logs::LogGroup, Properties: { LogGroupName: app } }
  Bad: { Type: AWS::Logs::LogGroup, DependsOn: Group, Properties: { LogGroupName: bad, RetentionInDays: 8 } }
`;

const OTHER = "  Other: { Type: AWS::Logs::LogGroup, Properties: { LogGroupName: other } }";
const PARENT = `
Resources:
  Child: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: "s3://templates/child.yaml" } }
${OTHER}
`;
const WITHOUT = `
Resources:
${OTHER}
`;

async function putChild(local: TemplateCloud, text: string): Promise<void> {
  const there = await local.call<{ Buckets: unknown[] }>("s3", "ListBuckets");
  if (there.Buckets.length === 0) await local.call("s3", "CreateBucket", { Bucket: "templates" });
  await local.call("s3", "PutObject", { Bucket: "templates", Key: "child.yaml", Body: Buffer.from(text) });
}

const create = (local: TemplateCloud, body = PARENT, more: object = {}) =>
  operate(local, "CreateStack", { TemplateBody: body, ...more });
const update = (local: TemplateCloud, body = PARENT) => operate(local, "UpdateStack", { TemplateBody: body });

async function operate(local: TemplateCloud, operation: string, input: object): Promise<void> {
  await local.call("cloudformation", operation, { StackName: "shop", ...input });
  await local.cloud.settled();
}

interface Summary {
  readonly StackName: string;
  readonly StackStatus: string;
  readonly StackStatusReason?: string;
}

/** Statuses of the stacks that are there by their names, the nested one as `child`. */
async function stacks(local: TemplateCloud): Promise<Record<string, string>> {
  const { Stacks } = await local.call<{ Stacks: Summary[] }>("cloudformation", "DescribeStacks");
  return Object.fromEntries(
    Stacks.map(({ StackName, StackStatus }) => [
      StackName.startsWith("shop-Child-") ? "child" : StackName,
      StackStatus,
    ]),
  );
}

test("a nested stack that is taken out and put back is there again, and once it is gone it stays so", async () => {
  const first = start();
  await putChild(first, CHILD);
  await create(first);
  expect(await stacks(first)).toEqual({ shop: "CREATE_COMPLETE", child: "CREATE_COMPLETE" });

  await update(first, WITHOUT);
  expect(await stacks(first)).toEqual({ shop: "UPDATE_COMPLETE" });
  await update(first, PARENT);
  expect(await stacks(first)).toEqual({ shop: "UPDATE_COMPLETE", child: "CREATE_COMPLETE" });
  await update(first, WITHOUT);
  await first[Symbol.asyncDispose]();

  await using second = start();
  expect(await stacks(second)).toEqual({ shop: "UPDATE_COMPLETE" });
});

test("stacks that the process itself destroys are gone, and are there again when it deploys them", async () => {
  const first = start();
  await create(first, WITHOUT);
  await first.deployment.destroy("shop");
  expect(await stacks(first)).toEqual({});
  await first.deploy(WITHOUT);
  expect(await stacks(first)).toEqual({ shop: "CREATE_COMPLETE" });
  await first.deployment.destroy("shop");
  expect(await stacks(first)).toEqual({});
  await first[Symbol.asyncDispose]();

  await using second = start();
  expect(await stacks(second)).toEqual({});
});

test("a nested stack that fails is kept with --disable-rollback, and goes with its parent", async () => {
  await using local = start();
  await putChild(local, FAILING);

  await create(local, PARENT, { DisableRollback: true });

  expect(await stacks(local)).toEqual({ shop: "CREATE_FAILED", child: "CREATE_FAILED" });
  const { StackResources } = await local.call<{ StackResources: { LogicalResourceId: string }[] }>(
    "cloudformation",
    "DescribeStackResources",
    { StackName: local.deployment.stacks.find(({ parent }) => parent)!.name },
  );
  expect(StackResources.map(({ LogicalResourceId }) => LogicalResourceId)).toEqual(["Group"]);

  await operate(local, "DeleteStack", {});
  expect(await stacks(local)).toEqual({});
  expect((await local.call("logs", "DescribeLogGroups"))["logGroups"]).toEqual([]);
});

test("a nested stack has its own events, and its update that fails takes it back", async () => {
  await using local = start();
  await putChild(local, CHILD);
  await create(local);
  await putChild(local, FAILING);

  await update(local);

  expect(await stacks(local)).toEqual({
    shop: "UPDATE_ROLLBACK_COMPLETE",
    child: "UPDATE_ROLLBACK_COMPLETE",
  });
  const child = local.deployment.stacks.find(({ parent }) => parent)!;
  const { StackEvents } = await local.call<{
    StackEvents: { StackName: string; LogicalResourceId: string; ResourceStatus: string }[];
  }>("cloudformation", "DescribeStackEvents", { StackName: child.name });
  expect(new Set(StackEvents.map(({ StackName }) => StackName))).toEqual(new Set([child.name]));
  expect(
    StackEvents.filter(({ LogicalResourceId }) => LogicalResourceId === child.name)
      .map(({ ResourceStatus }) => ResourceStatus)
      .reverse(),
  ).toEqual([
    "CREATE_IN_PROGRESS",
    "CREATE_COMPLETE",
    "UPDATE_IN_PROGRESS",
    "UPDATE_FAILED",
    "UPDATE_ROLLBACK_IN_PROGRESS",
    "UPDATE_ROLLBACK_COMPLETE",
  ]);
  expect(StackEvents).toContainEqual(
    expect.objectContaining({ LogicalResourceId: "Bad", ResourceStatus: "UPDATE_FAILED" }),
  );
  const { logGroups } = await local.call<{ logGroups: { logGroupName: string }[] }>(
    "logs",
    "DescribeLogGroups",
  );
  expect(logGroups.map(({ logGroupName }) => logGroupName)).toEqual(["app", "other"]);
});

test("a stack that fails behind a nested one takes that back to its former template", async () => {
  await using local = start();
  await putChild(local, CHILD);
  await create(local);
  await putChild(local, CHILD.replace("app", "changed"));

  await update(
    local,
    `${PARENT}  Bad: { Type: AWS::Logs::LogGroup, DependsOn: Child, Properties: { LogGroupName: bad, RetentionInDays: 8 } }\n`,
  );

  expect(await stacks(local)).toEqual({
    shop: "UPDATE_ROLLBACK_COMPLETE",
    child: "UPDATE_ROLLBACK_COMPLETE",
  });
  const { logGroups } = await local.call<{ logGroups: { logGroupName: string }[] }>(
    "logs",
    "DescribeLogGroups",
  );
  expect(logGroups.map(({ logGroupName }) => logGroupName)).toEqual(["app", "other"]);
});

test("what is said of the resources of a stack is not said of those inside it that are called the same", async () => {
  await using local = start();
  await putChild(local, CHILD.replace("Group:", "Other:"));
  await create(local);
  const policy = (Effect: string, Resource: string) => ({
    Effect,
    Action: "Update:*",
    Principal: "*",
    Resource,
  });
  await local.call("cloudformation", "SetStackPolicy", {
    StackName: "shop",
    StackPolicyBody: JSON.stringify({
      Statement: [policy("Allow", "*"), policy("Deny", "LogicalResourceId/Other")],
    }),
  });
  await putChild(local, CHILD.replace("Group:", "Other:").replace("app }", "app, RetentionInDays: 3 }"));

  await update(local);

  expect(await stacks(local)).toEqual({ shop: "UPDATE_COMPLETE", child: "UPDATE_COMPLETE" });
  await local.deployment.destroy("shop", { retained: ["Other"] });
  const { logGroups } = await local.call<{ logGroups: { logGroupName: string }[] }>(
    "logs",
    "DescribeLogGroups",
  );
  expect(logGroups.map(({ logGroupName }) => logGroupName)).toEqual(["other"]);
});

test("a nested stack of a former process that fails to be updated is told of as one that was there", async () => {
  const first = start();
  await putChild(first, CHILD);
  await create(first);
  await first[Symbol.asyncDispose]();
  await using second = start();
  await putChild(second, FAILING);

  await update(second);

  const rolledBack = { shop: "UPDATE_ROLLBACK_COMPLETE", child: "UPDATE_ROLLBACK_COMPLETE" };
  expect(await stacks(second)).toEqual(rolledBack);
});

test("a nested stack that could not be taken back is not said to be as it was", async () => {
  await using local = start();
  await putChild(local, CHILD);
  await create(local);
  local.cloud.register("logs", {
    DeleteRetentionPolicy: () => {
      throw new ServiceError("ServiceUnavailableException", "not today");
    },
  });
  await putChild(local, FAILING.replace("app }", "app, RetentionInDays: 3 }"));

  await update(local);

  expect(await stacks(local)).toMatchObject({ shop: "UPDATE_ROLLBACK_FAILED" });
});

test("that a deployment is taken back is told before anything is", async () => {
  await using local = start();
  await putChild(local, CHILD);
  await local.deploy(PARENT);
  await putChild(local, CHILD.replace("app", "changed"));
  const cancel = new AbortController();
  const told: string[] = [];

  const deployed = local.deploy(PARENT, {
    cancelled: cancel.signal,
    onEvent: ({ logicalId }) => logicalId === "Child" && cancel.abort(),
    onRollback: ({ stackName, reason }) => told.push(`${stackName}: ${reason}`),
    onNested: ({ step, ended }) => told.push(`${step} ${ended ?? "begins"}`),
  });

  await expect(deployed).rejects.toThrow("cancelled");
  expect(told).toEqual([
    "deploying begins",
    "deploying done",
    "shop: Resource update cancelled",
    "restoring begins",
    "restoring done",
  ]);
});

import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { SqliteStorage } from "../../../local/kernel/storage/sqlite-storage.ts";
import { TemplateCloud } from "./deployed.ts";

type Resources = Record<string, { Type: string; Properties: object; DependsOn?: string }>;

const ref = (name: string) => ({ Ref: name });
const att = (name: string) => ({ "Fn::GetAtt": [name, "Arn"] });
const POLICY = { Version: "2012-10-17", Statement: [] };

/** What may be said of one resource; those that it needs are there too. */
const KINDS: Readonly<Record<string, (value: number, named: boolean) => Resources>> = {
  group: (value, named) => ({
    Group: {
      Type: "AWS::Logs::LogGroup",
      Properties: {
        RetentionInDays: [1, 3, 5][value],
        ...(named && { LogGroupName: `group-${value}` }),
        ...(value === 2 && { LogGroupClass: "INFREQUENT_ACCESS" }),
      },
    },
  }),
  filter: (value, named) => ({
    ...KINDS["group"]!(value % 2, named),
    Filter: {
      Type: "AWS::Logs::MetricFilter",
      Properties: {
        LogGroupName: ref("Group"),
        FilterPattern: `"${value}"`,
        MetricTransformations: [{ MetricName: "m", MetricNamespace: "n", MetricValue: "1" }],
      },
    },
    Stream: {
      Type: "AWS::Logs::LogStream",
      Properties: { LogGroupName: ref("Group"), LogStreamName: named ? "one" : `${value}` },
    },
  }),
  queue: (value, named) => ({
    Queue: {
      Type: "AWS::SQS::Queue",
      Properties: { VisibilityTimeout: value + 30, ...(named && { QueueName: `queue-${value % 2}` }) },
    },
  }),
  topic: (value, named) => ({
    ...KINDS["queue"]!(value, named),
    Topic: {
      Type: "AWS::SNS::Topic",
      Properties: { DisplayName: `t${value}`, ...(named && { TopicName: `topic-${value}` }) },
    },
    Subscription: {
      Type: "AWS::SNS::Subscription",
      Properties: {
        TopicArn: ref("Topic"),
        Protocol: "sqs",
        Endpoint: att("Queue"),
        RawMessageDelivery: value === 0,
      },
    },
  }),
  parameter: (value, named) => ({
    Parameter: {
      Type: "AWS::SSM::Parameter",
      Properties: { Type: "String", Value: `${value}`, ...(named && { Name: `/p/${value}` }) },
    },
  }),
  role: (value, named) => ({
    Role: {
      Type: "AWS::IAM::Role",
      Properties: {
        AssumeRolePolicyDocument: POLICY,
        Policies: [{ PolicyName: `inline-${value}`, PolicyDocument: POLICY }],
        ...(named && { RoleName: `role-${value}` }),
      },
    },
    Policy: {
      Type: "AWS::IAM::Policy",
      Properties: { Roles: [ref("Role")], PolicyName: `p${value % 2}`, PolicyDocument: POLICY },
    },
    Managed: {
      Type: "AWS::IAM::ManagedPolicy",
      Properties: { PolicyDocument: POLICY, Description: `d${value}`, Roles: named ? [ref("Role")] : [] },
    },
  }),
  bus: (value) => ({
    Bus: { Type: "AWS::Events::EventBus", Properties: { Name: `bus-${value % 2}`, Description: `${value}` } },
    Rule: {
      Type: "AWS::Events::Rule",
      Properties: { EventBusName: ref("Bus"), EventPattern: { source: [`${value}`] } },
    },
  }),
};

/** Fails behind all others, behind one, or when all is made; or the process ends behind one. */
type Failure = "none" | "last" | "early" | "output" | "end";
interface Step {
  readonly resources: Resources;
  readonly failure: Failure;
  readonly restart: boolean;
}

const step: fc.Arbitrary<Step> = fc
  .record({
    parts: fc.uniqueArray(
      fc.record({
        kind: fc.constantFrom(...Object.keys(KINDS)),
        value: fc.nat(2),
        named: fc.boolean(),
      }),
      { minLength: 1, maxLength: 4, selector: ({ kind }) => kind },
    ),
    failure: fc.constantFrom<Failure>("none", "none", "last", "early", "output", "end"),
    restart: fc.boolean(),
  })
  .map(({ parts, failure, restart }) => {
    const resources = Object.assign(
      {},
      ...parts.map(({ kind, value, named }) => KINDS[kind]!(value, named)),
    ) as Resources;
    // Such groups have no metric filters.
    const { Group, Filter } = resources;
    if (Group && Filter)
      resources["Group"] = { ...Group, Properties: { ...Group.Properties, LogGroupClass: "STANDARD" } };
    return { resources, failure, restart };
  });

function templateOf({ resources, failure }: Step): string {
  const ids = Object.keys(resources);
  const bad = {
    Type: "AWS::Logs::LogGroup",
    Properties: { LogGroupName: "bad", RetentionInDays: 8 },
    ...(failure === "early" ? { DependsOn: ids[0]! } : { DependsOn: ids }),
  };
  return JSON.stringify({
    Resources: failure === "last" || failure === "early" ? { ...resources, Bad: bad } : resources,
    ...(failure === "output" && { Outputs: { Bad: { Value: { "Fn::GetAtt": [ids[0], "Nothing"] } } } }),
  });
}

/** Everything that is in the cloud; names that were made up, and random ids, as what they are of. */
async function stateOf({ cloud }: TemplateCloud): Promise<unknown> {
  const list = async (service: string, operation: string, member: string, input: object = {}) =>
    ((await cloud.call(service, operation, input))[member] ?? []) as Record<string, unknown>[];
  const each = <Item>(items: readonly Item[], read: (item: Item) => Promise<unknown>) =>
    Promise.all(items.map(read));
  const state = {
    groups: await each(await list("logs", "DescribeLogGroups", "logGroups"), async (group) => [
      group["logGroupName"],
      group["retentionInDays"],
      group["logGroupClass"],
      (
        await list("logs", "DescribeMetricFilters", "metricFilters", {
          logGroupName: group["logGroupName"],
        })
      ).map(({ filterName, filterPattern }) => [filterName, filterPattern]),
      (await list("logs", "DescribeLogStreams", "logStreams", { logGroupName: group["logGroupName"] })).map(
        ({ logStreamName }) => logStreamName,
      ),
    ]),
    queues: await each(await list("sqs", "ListQueues", "QueueUrls"), async (QueueUrl) => [
      QueueUrl,
      (
        (await cloud.call("sqs", "GetQueueAttributes", { QueueUrl, AttributeNames: ["All"] }))[
          "Attributes"
        ] as Record<string, string>
      )["VisibilityTimeout"],
    ]),
    topics: await each(await list("sns", "ListTopics", "Topics"), async ({ TopicArn }) => [
      TopicArn,
      ((await cloud.call("sns", "GetTopicAttributes", { TopicArn }))["Attributes"] as Record<string, string>)[
        "DisplayName"
      ],
    ]),
    subscriptions: await each(
      await list("sns", "ListSubscriptions", "Subscriptions"),
      async ({ SubscriptionArn, TopicArn, Endpoint }) => [
        TopicArn,
        Endpoint,
        (
          (await cloud.call("sns", "GetSubscriptionAttributes", { SubscriptionArn }))["Attributes"] as Record<
            string,
            string
          >
        )["RawMessageDelivery"],
      ],
    ),
    parameters: await each(await list("ssm", "DescribeParameters", "Parameters"), async ({ Name }) => [
      Name,
      ((await cloud.call("ssm", "GetParameter", { Name }))["Parameter"] as { Value: string }).Value,
    ]),
    roles: await each(await list("iam", "ListRoles", "Roles"), async ({ RoleName }) => [
      RoleName,
      await list("iam", "ListRolePolicies", "PolicyNames", { RoleName }),
      await list("iam", "ListAttachedRolePolicies", "AttachedPolicies", { RoleName }),
    ]),
    policies: (await list("iam", "ListPolicies", "Policies", { Scope: "Local" })).map(
      ({ PolicyName, Description }) => [PolicyName, Description],
    ),
    buses: await each(await list("events", "ListEventBuses", "EventBuses"), async ({ Name, Description }) => [
      Name,
      Description,
      (await list("events", "ListRules", "Rules", { EventBusName: Name })).map((rule) => [
        rule["Name"],
        rule["EventPattern"],
      ]),
    ]),
  };
  const text = JSON.stringify(state).replaceAll(/shop-(\w+?)-[0-9A-F]{12}/g, "<$1>");
  const sorted = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(sorted).sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1))
      : value;
  const read = JSON.parse(text) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(read).map(([name, value]) => [name, sorted(value)]));
}

const quietly = (work: Promise<unknown>) =>
  work.then(
    () => true,
    () => false,
  );

/** Deploys a template, and gives the storage as it is when the first steps are done. */
async function deployInPart(local: TemplateCloud, one: Step, data: string, copy: string): Promise<void> {
  let left = 2;
  await quietly(
    local.deploy(templateOf(one), {
      onEvent: () => {
        if (--left === 0) cpSync(data, copy, { recursive: true });
      },
    }),
  );
  if (left > 0) cpSync(data, copy, { recursive: true });
}

async function play(steps: readonly Step[], folder: string): Promise<void> {
  let data = join(folder, "data");
  const start = () => new TemplateCloud({ storage: new SqliteStorage(data) });
  let local = start();
  let good: Step | undefined;
  let cutOff = false;
  try {
    for (const [index, one] of steps.entries()) {
      if (one.failure === "end") {
        await deployInPart(local, one, data, join(folder, `data-${index}`));
        data = join(folder, `data-${index}`);
        cutOff = true;
      }
      if (one.restart || cutOff) {
        await local[Symbol.asyncDispose]();
        local = start();
      }
      if (one.failure === "end") continue;
      const succeeded = await quietly(local.deploy(templateOf(one)));
      expect(succeeded).toBe(one.failure === "none");
      if (succeeded) {
        good = one;
        cutOff = false;
      }
      if (cutOff) continue;
      await using fresh = new TemplateCloud();
      if (good) await fresh.deploy(templateOf(good));
      expect(await stateOf(local)).toEqual(await stateOf(fresh));
    }
    await local.deployment.destroy("shop");
    await using empty = new TemplateCloud();
    expect(await stateOf(local)).toEqual(await stateOf(empty));
  } finally {
    await local[Symbol.asyncDispose]();
  }
}

test("whatever is updated, fails or is restarted: the cloud is as the last good template says", {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 5 }), async (steps) => {
      const folder = mkdtempSync(join(tmpdir(), "updates-"));
      try {
        await play(steps, folder);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }),
    {
      numRuns: Number(process.env["CUMULOG_FUZZ_RUNS"] ?? 12),
      seed: Number(process.env["CUMULOG_FUZZ_SEED"] ?? 7),
    },
  );
});

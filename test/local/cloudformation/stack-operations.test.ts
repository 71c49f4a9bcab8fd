import {
  CloudFormation,
  paginateDescribeStackEvents,
  paginateListExports,
  paginateListStackResources,
  paginateListStacks,
  type Stack,
} from "@aws-sdk/client-cloudformation";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSignals } from "../../../local/template/wait-conditions/signals.ts";
import { startTestServer, type TestServer } from "../query/test-server.ts";

let server: TestServer;
let client: CloudFormation;
let logs: CloudWatchLogs;
beforeAll(async () => {
  server = await startTestServer();
  client = new CloudFormation(server.client);
  logs = new CloudWatchLogs(server.client);
});
afterAll(() => server[Symbol.asyncDispose]());

const group = (LogGroupName: string, more: object = {}) => ({
  Type: "AWS::Logs::LogGroup",
  Properties: { LogGroupName, ...more },
});
const body = (Resources: object, Outputs: object = {}) => JSON.stringify({ Resources, Outputs });

/** Runs an operation on a stack, and tells how it is when that is over. */
async function run(work: Promise<unknown>, StackName: string): Promise<Partial<Stack>> {
  await work;
  await server.cloud.settled();
  const { Stacks } = await client.describeStacks({ StackName });
  const { StackStatus, StackStatusReason } = Stacks![0]!;
  return { StackStatus, StackStatusReason };
}

async function groups(logGroupNamePrefix: string): Promise<string[]> {
  const { logGroups } = await logs.describeLogGroups({ logGroupNamePrefix });
  return logGroups!.map(({ logGroupName, retentionInDays }) => `${logGroupName}:${retentionInDays ?? ""}`);
}

async function reasons(StackName: string): Promise<string[]> {
  const { StackEvents } = await client.describeStackEvents({ StackName });
  return StackEvents!.map((event) => event.ResourceStatusReason ?? "");
}

async function all<Page>(pages: AsyncIterable<Page>): Promise<Page[]> {
  const found: Page[] = [];
  for await (const page of pages) found.push(page);
  return found;
}

test("lists come in pages of a hundred", async () => {
  const Resources = Object.fromEntries(
    Array.from({ length: 120 }, (_, index) => [
      `P${index}`,
      { Type: "AWS::SSM::Parameter", Properties: { Type: "String", Value: "a" } },
    ]),
  );
  const Outputs = Object.fromEntries(
    Array.from({ length: 120 }, (_, index) => [
      `O${index}`,
      { Value: { Ref: `P${index}` }, Export: { Name: `export-${index}` } },
    ]),
  );
  const create = client.createStack({ StackName: "pages", TemplateBody: body(Resources, Outputs) });
  expect(await run(create, "pages")).toMatchObject({ StackStatus: "CREATE_COMPLETE" });

  const one = { StackName: "pages" };
  const events = await all(paginateDescribeStackEvents({ client }, { ...one }));
  const resources = await all(paginateListStackResources({ client }, { ...one }));
  const exports = await all(paginateListExports({ client }, {}));

  expect(events.map(({ StackEvents }) => StackEvents!.length)).toEqual([100, 100, 42]);
  expect(new Set(events.flatMap(({ StackEvents }) => StackEvents!.map((event) => event.EventId))).size).toBe(
    242,
  );
  expect(resources.map((page) => page.StackResourceSummaries!.length)).toEqual([100, 20]);
  expect(exports.map((page) => page.Exports!.length)).toEqual([100, 20]);
  expect(
    (await all(paginateListStacks({ client }, {}))).flatMap((page) => page.StackSummaries!),
  ).toHaveLength(1);
  await expect(client.listStacks({ NextToken: "nobody" })).rejects.toMatchObject({
    name: "ValidationError",
    message: "The specified NextToken is not valid.",
  });
  await client.deleteStack(one);
  await server.cloud.settled();
});

test("what another stack imports can neither go nor change, and is listed", async () => {
  const exporting = (value: string, name = "shared") =>
    body({ Group: group(`exports/${value}`) }, { Name: { Value: { Ref: "Group" }, Export: { Name: name } } });
  const user = body({
    Parameter: {
      Type: "AWS::SSM::Parameter",
      Properties: { Type: "String", Value: { "Fn::ImportValue": "shared" } },
    },
  });
  await run(client.createStack({ StackName: "owner", TemplateBody: exporting("a") }), "owner");
  await run(client.createStack({ StackName: "user", TemplateBody: user }), "user");

  expect((await client.listImports({ ExportName: "shared" })).Imports).toEqual(["user"]);
  const update = client.updateStack({ StackName: "owner", TemplateBody: exporting("b") });
  expect(await run(update, "owner")).toMatchObject({ StackStatus: "UPDATE_ROLLBACK_COMPLETE" });
  expect(await reasons("owner")).toContain("Export shared cannot be updated as it is in use by user");
  expect(await groups("exports/")).toEqual(["exports/a:"]);
  expect(await run(client.deleteStack({ StackName: "owner" }), "owner")).toEqual({
    StackStatus: "UPDATE_ROLLBACK_COMPLETE",
    StackStatusReason: "Delete canceled. Cannot delete export shared as it is in use by user.",
  });

  const ids = await Promise.all(
    ["user", "owner"].map(
      async (StackName) => (await client.describeStacks({ StackName })).Stacks![0]!.StackId!,
    ),
  );
  expect(await run(client.deleteStack({ StackName: "user" }), ids[0]!)).toMatchObject({
    StackStatus: "DELETE_COMPLETE",
  });
  await expect(client.listImports({ ExportName: "shared" })).rejects.toThrow("is not imported by any stack");
  expect(await run(client.deleteStack({ StackName: "owner" }), ids[1]!)).toMatchObject({
    StackStatus: "DELETE_COMPLETE",
  });
});

test("a stack policy says what updates may do, unless another is given for one of them", async () => {
  const StackName = "guarded";
  const template = (days: number, name = "a", more: object = {}) =>
    body({ Kept: group(`guarded/${name}`, { RetentionInDays: days }), ...more });
  const policy = (...Statement: object[]) => JSON.stringify({ Statement });
  const allow = { Effect: "Allow", Action: "Update:*", Principal: "*", Resource: "*" };
  const deny = { ...allow, Effect: "Deny", Action: "Update:Replace", Resource: "LogicalResourceId/Kept" };
  const other = { Other: group("guarded/other") };
  await run(
    client.createStack({
      StackName,
      TemplateBody: template(1, "a", other),
      StackPolicyBody: policy(allow, deny),
    }),
    StackName,
  );
  expect((await client.getStackPolicy({ StackName })).StackPolicyBody).toBe(policy(allow, deny));
  const update = (TemplateBody: string, more: object = {}) =>
    run(client.updateStack({ StackName, TemplateBody, ...more }), StackName);

  expect(await update(template(3, "a", other))).toMatchObject({ StackStatus: "UPDATE_COMPLETE" });
  expect(await update(template(3, "b", other))).toMatchObject({ StackStatus: "UPDATE_ROLLBACK_COMPLETE" });
  expect(await reasons(StackName)).toContain(
    "Action denied by stack policy: Statement [#2] does not allow [Update:Replace] for resource [LogicalResourceId/Kept]",
  );
  expect(await groups("guarded/")).toEqual(["guarded/a:3", "guarded/other:"]);

  await client.setStackPolicy({
    StackName,
    StackPolicyBody: policy({ ...allow, Condition: { StringLike: { ResourceType: "AWS::SQS::*" } } }),
  });
  expect(await update(template(3))).toMatchObject({ StackStatus: "UPDATE_ROLLBACK_COMPLETE" });
  expect(await groups("guarded/")).toEqual(["guarded/a:3", "guarded/other:"]);
  expect(await update(template(3, "b"), { StackPolicyDuringUpdateBody: policy(allow) })).toMatchObject({
    StackStatus: "UPDATE_COMPLETE",
  });
  expect(await groups("guarded/")).toEqual(["guarded/b:3"]);
  const { Action: _action, ...actionless } = allow;
  const conditional = { ...allow, Condition: { StringEquals: null } };
  const wrong = [[null], [actionless], [conditional], [{ ...allow, Effect: "Perhaps" }]];
  for (const StackPolicyBody of ["[]", ...wrong.map((Statement) => JSON.stringify({ Statement }))])
    await expect(client.setStackPolicy({ StackName, StackPolicyBody })).rejects.toThrow(
      "Error validating stack policy",
    );
});

/** A bucket that is not empty cannot go. */
async function stuckStack(StackName: string, Resources: object): Promise<void> {
  await run(client.createStack({ StackName, TemplateBody: body(Resources) }), StackName);
  await server.cloud.call("s3", "PutObject", { Bucket: StackName, Key: "a", Body: Buffer.from("a") });
}

test("what cannot be deleted can be retained, and only then", async () => {
  const StackName = "stuck-bucket";
  const Bucket = { Type: "AWS::S3::Bucket", Properties: { BucketName: StackName } };
  await stuckStack(StackName, { Bucket, Group: group("stuck/group") });

  await expect(client.deleteStack({ StackName, RetainResources: ["Bucket"] })).rejects.toThrow(
    "RetainResources may be given for a stack in DELETE_FAILED only",
  );
  expect(await run(client.deleteStack({ StackName }), StackName)).toMatchObject({
    StackStatus: "DELETE_FAILED",
    StackStatusReason: expect.stringContaining("The following resource(s) failed to delete: [Bucket]."),
  });
  expect(await groups("stuck/")).toEqual([]);
  const { StackId } = (await client.describeStacks({ StackName })).Stacks![0]!;
  expect(await run(client.deleteStack({ StackName, RetainResources: ["Bucket"] }), StackId!)).toMatchObject({
    StackStatus: "DELETE_COMPLETE",
  });
  await server.cloud.call("s3", "HeadBucket", { Bucket: StackName });
});

/** A wait condition that signals of the test end. */
const waiting = (DependsOn: string, Count = 1, Timeout = "PT1H") => ({
  Type: "AWS::CloudFormation::WaitCondition",
  DependsOn,
  CreationPolicy: { ResourceSignal: { Count, Timeout } },
});
const signal = (StackName: string, Status: "SUCCESS" | "FAILURE", UniqueId = "one") =>
  client.signalResource({ StackName, LogicalResourceId: "Wait", UniqueId, Status });

test("a rollback that fails is gone on with, without what cannot be taken back", async () => {
  const StackName = "halfway";
  const bus = (Description: string, more: object = {}) =>
    body({
      Group: group("halfway/group", { RetentionInDays: Description === "a" ? 1 : 3 }),
      Bus: { Type: "AWS::Events::EventBus", Properties: { Name: "halfway", Description } },
      ...more,
    });
  await run(client.createStack({ StackName, TemplateBody: bus("a") }), StackName);
  await run(client.updateStack({ StackName, TemplateBody: bus("b", { Wait: waiting("Bus") }) }), StackName);
  await server.cloud.call("events", "DeleteEventBus", { Name: "halfway" });

  expect(await run(signal(StackName, "FAILURE"), StackName)).toMatchObject({
    StackStatus: "UPDATE_ROLLBACK_FAILED",
    StackStatusReason: expect.stringContaining("could not be undone"),
  });
  await expect(client.updateStack({ StackName, TemplateBody: bus("c") })).rejects.toThrow(
    "is in UPDATE_ROLLBACK_FAILED state and can not be updated",
  );
  expect(
    await run(client.continueUpdateRollback({ StackName, ResourcesToSkip: ["Bus"] }), StackName),
  ).toMatchObject({ StackStatus: "UPDATE_ROLLBACK_COMPLETE" });
  expect(await groups("halfway/")).toEqual(["halfway/group:1"]);
  await expect(client.continueUpdateRollback({ StackName })).rejects.toThrow(
    "it has to be UPDATE_ROLLBACK_FAILED",
  );
});

test("an update that is cancelled is taken back", async () => {
  const StackName = "cancelled";
  const template = (days: number, more: object = {}) =>
    body({ Group: group("cancelled/group", { RetentionInDays: days }), ...more });
  await run(client.createStack({ StackName, TemplateBody: template(1) }), StackName);
  await expect(client.cancelUpdateStack({ StackName })).rejects.toThrow("CREATE_COMPLETE");
  const more = { Wait: waiting("Group"), Last: { ...group("cancelled/last"), DependsOn: "Wait" } };
  await run(client.updateStack({ StackName, TemplateBody: template(3, more) }), StackName);
  expect(await groups("cancelled/")).toEqual(["cancelled/group:3"]);

  expect(await run(client.cancelUpdateStack({ StackName }), StackName)).toMatchObject({
    StackStatus: "UPDATE_ROLLBACK_COMPLETE",
  });
  expect(await groups("cancelled/")).toEqual(["cancelled/group:1"]);
  await expect(signal(StackName, "SUCCESS")).rejects.toThrow("does not wait for a signal");
});

test.each([
  ["", {}],
  ["with --disable-rollback ", { DisableRollback: true }],
])("a stack that is deleted %swhile it is made or changed leaves nothing behind", async (_how, how) => {
  const StackName = "interrupted";
  const Group = group("interrupted/group");
  const more = { Wait: waiting("Group"), Last: { ...group("interrupted/last"), DependsOn: "Wait" } };
  const TemplateBody = body({ Group, ...more });
  const remove = async () => {
    const { StackId } = (await client.describeStacks({ StackName })).Stacks![0]!;
    const ended = await run(client.deleteStack({ StackName }), StackId!);
    const { StackEvents } = await client.describeStackEvents({ StackName: StackId! });
    const statuses = StackEvents!.map((event) => `${event.LogicalResourceId} ${event.ResourceStatus}`);
    return { ...ended, statuses: statuses.reverse() };
  };

  await run(client.createStack({ StackName, TemplateBody, ...how }), StackName);
  const made = await remove();
  expect(made.StackStatus).toBe("DELETE_COMPLETE");
  expect(made.statuses).toContain("Wait CREATE_FAILED");
  expect(made.statuses.at(-1)).toBe(`${StackName} DELETE_COMPLETE`);
  expect(await groups("interrupted/")).toEqual([]);

  await run(client.createStack({ StackName, TemplateBody: body({ Group }) }), StackName);
  await run(client.updateStack({ StackName, TemplateBody, ...how }), StackName);
  const changed = await remove();
  expect(changed.StackStatus).toBe("DELETE_COMPLETE");
  expect(changed.statuses.filter((one) => one.startsWith(StackName))).toEqual([
    ...["CREATE_IN_PROGRESS", "CREATE_COMPLETE", "UPDATE_IN_PROGRESS"].map((one) => `${StackName} ${one}`),
    ...["DELETE_IN_PROGRESS", "DELETE_COMPLETE"].map((one) => `${StackName} ${one}`),
  ]);
  expect(await groups("interrupted/")).toEqual([]);
});

test("a wait condition waits for signals of different ids, and no longer than it says", async () => {
  const StackName = "waiting";
  const TemplateBody = body({ Group: group("waiting/group"), Wait: waiting("Group", 2) });
  const create = () => client.createStack({ StackName, TemplateBody });

  expect(await run(create(), StackName)).toMatchObject({ StackStatus: "CREATE_IN_PROGRESS" });
  await signal(StackName, "SUCCESS", "one");
  expect(await run(signal(StackName, "SUCCESS", "one"), StackName)).toMatchObject({
    StackStatus: "CREATE_IN_PROGRESS",
  });
  expect(await run(signal(StackName, "SUCCESS", "two"), StackName)).toMatchObject({
    StackStatus: "CREATE_COMPLETE",
  });
  await expect(signal(StackName, "SUCCESS")).rejects.toThrow("does not wait for a signal");
  await client.deleteStack({ StackName });
  await server.cloud.settled();

  await run(create(), StackName);
  await server.cloud.clock.advance("1h");
  expect(await run(Promise.resolve(), StackName)).toMatchObject({ StackStatus: "ROLLBACK_COMPLETE" });
  expect(await reasons(StackName)).toContainEqual(
    expect.stringContaining("WaitCondition timed out. Received 0 conditions when expecting 2"),
  );
});

test("what is put to the address of a handle is a signal, and its data is an attribute", async () => {
  const StackName = "handle";
  const TemplateBody = body(
    {
      Handle: { Type: "AWS::CloudFormation::WaitConditionHandle" },
      Wait: {
        Type: "AWS::CloudFormation::WaitCondition",
        Properties: { Handle: { Ref: "Handle" }, Timeout: "60" },
      },
    },
    { Address: { Value: { Ref: "Handle" } }, Data: { Value: { "Fn::GetAtt": ["Wait", "Data"] } } },
  );
  await run(client.createStack({ StackName, TemplateBody }), StackName);
  const { StackResources } = await client.describeStackResources({ StackName, LogicalResourceId: "Handle" });
  const address = new URL(StackResources![0]!.PhysicalResourceId!);
  const put = (body: string) => server.cloud.state(openSignals).put(address, "PUT", body);

  expect([put("nothing"), put('{"Status":"SUCCESS"}')]).toEqual([400, 400]);
  expect(put('{"Status":"SUCCESS","UniqueId":"a","Reason":"done","Data":"ready"}')).toBe(200);
  await server.cloud.settled();

  const { Outputs, StackStatus } = (await client.describeStacks({ StackName })).Stacks![0]!;
  expect(StackStatus).toBe("CREATE_COMPLETE");
  expect(Outputs!.find(({ OutputKey }) => OutputKey === "Data")?.OutputValue).toBe('{"a":"ready"}');
});

test("a wait condition whose signals come from a placeholder is one itself", async () => {
  const StackName = "instance";
  const Instance = {
    Type: "AWS::EC2::Instance",
    Properties: { UserData: { "Fn::Sub": "cfn-signal --resource Wait --stack ${AWS::StackName}" } },
  };
  const TemplateBody = body({ Wait: waiting("Group"), Group: group("instance/group"), Instance });

  expect(await run(client.createStack({ StackName, TemplateBody }), StackName)).toMatchObject({
    StackStatus: "CREATE_COMPLETE",
  });
  const { StackResources } = await client.describeStackResources({ StackName, LogicalResourceId: "Wait" });
  expect(StackResources![0]!.ResourceStatusReason).toContain(
    "Its signals would come from Instance, for which a placeholder stands.",
  );
});

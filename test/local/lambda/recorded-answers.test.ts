import { zipSync } from "fflate";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { TemplateCloud } from "../template/deployed.ts";

const ARN = "arn:aws:lambda:us-east-1:123456789012:";
const ZipFile = zipSync({ "index.js": Buffer.from("exports.handler = () => 1;") });
const OTHER = zipSync({ "index.js": Buffer.from("exports.handler = () => 2;") });

type Configuration = Readonly<Record<string, unknown>>;

let local: TemplateCloud;
beforeAll(() => {
  local = new TemplateCloud();
});
afterAll(() => local[Symbol.asyncDispose]());

const call = <Output = Configuration>(operation: string, input: object = {}) =>
  local.call<Output>("lambda", operation, input);

let made = 0;
let FunctionName: string;
beforeEach(async () => {
  made += 1;
  FunctionName = `work-${made}`;
  await create();
});

function create(more: object = {}) {
  const Role = "arn:aws:iam::123456789012:role/r";
  return call("CreateFunction", {
    FunctionName,
    Runtime: "nodejs24.x",
    Handler: "index.handler",
    Role,
    Code: { ZipFile },
    ...more,
  });
}

const configuration = (more: object = {}) => call("GetFunctionConfiguration", { FunctionName, ...more });

test("a function is pending in the answer that makes it, and active when it is looked at", async () => {
  FunctionName = `${FunctionName}-new`;
  const answer = await create();
  const shown = await configuration();

  expect(answer).toMatchObject({ State: "Pending", StateReasonCode: "Creating" });
  expect(answer).not.toHaveProperty("LastUpdateStatus");
  expect(answer["RevisionId"]).not.toBe(shown["RevisionId"]);
  expect(shown).toMatchObject({
    State: "Active",
    LastUpdateStatus: "Successful",
    Description: "",
    SnapStart: { ApplyOn: "None", OptimizationStatus: "Off" },
    RuntimeVersionConfig: {
      RuntimeVersionArn: expect.stringMatching(/^arn:aws:lambda:us-east-1::runtime:[\da-f]{64}$/),
    },
  });
});

test("an update is in progress in its answer; lists say nothing of states", async () => {
  const updated = await call("UpdateFunctionConfiguration", { FunctionName, Timeout: 5 });
  const { Functions } = await call<{ Functions: Configuration[] }>("ListFunctions", {
    FunctionVersion: "ALL",
  });

  expect(updated).toMatchObject({ LastUpdateStatus: "InProgress", LastUpdateStatusReasonCode: "Creating" });
  const listed = Functions.find((one) => one["FunctionName"] === FunctionName);
  expect(listed).toHaveProperty("FunctionArn", `${ARN}function:${FunctionName}:$LATEST`);
  expect(Object.keys(listed!)).not.toEqual(expect.arrayContaining(["State"]));
});

test("one version is deleted by its qualifier, and its number is never given again", async () => {
  await call("PublishVersion", { FunctionName });
  await call("DeleteFunction", { FunctionName, Qualifier: "1" });
  const gone = call("GetFunctionConfiguration", { FunctionName, Qualifier: "1" });
  await expect(gone).rejects.toMatchObject({ code: "ResourceNotFoundException" });

  const again = await call("PublishVersion", { FunctionName });

  expect([again["Version"], (await configuration())["State"]]).toEqual(["2", "Active"]);
});

test("what a version is made of makes it another one, its revision does not", async () => {
  const first = await call("PublishVersion", { FunctionName });
  await call("AddPermission", {
    FunctionName,
    StatementId: "s",
    Action: "lambda:InvokeFunction",
    Principal: "*",
  });

  expect(await call("PublishVersion", { FunctionName })).toEqual(first);
  await call("UpdateFunctionCode", { FunctionName, ZipFile: OTHER });
  expect(await call("PublishVersion", { FunctionName })).toHaveProperty("Version", "2");
});

test("a statement's id counts in the policy of its version or alias", async () => {
  await call("PublishVersion", { FunctionName });
  const statement = { StatementId: "s3", Action: "lambda:InvokeFunction", Principal: "s3.amazonaws.com" };
  await call("AddPermission", { FunctionName, ...statement });
  await call("AddPermission", {
    FunctionName: `${FunctionName}:1`,
    ...statement,
    FunctionUrlAuthType: "NONE",
  });

  const { Policy, RevisionId } = await call<{ Policy: string; RevisionId: string }>("GetPolicy", {
    FunctionName,
    Qualifier: "1",
  });

  expect(JSON.parse(Policy).Statement).toEqual([
    expect.objectContaining({
      Resource: `${ARN}function:${FunctionName}:1`,
      Condition: { StringEquals: { "lambda:FunctionUrlAuthType": "NONE" } },
    }),
  ]);
  expect(RevisionId).toBe((await configuration({ Qualifier: "1" }))["RevisionId"]);
});

test("settings of asynchronous invocations are shown whole", async () => {
  const put = await call("PutFunctionEventInvokeConfig", { FunctionName, MaximumRetryAttempts: 0 });

  expect(put).toEqual({
    MaximumRetryAttempts: 0,
    DestinationConfig: { OnSuccess: {}, OnFailure: {} },
    FunctionArn: `${ARN}function:${FunctionName}:$LATEST`,
    LastModified: expect.any(Number),
  });
});

test("a layer is shown with its content, listed and found by its ARN", async () => {
  const LayerName = `shared-${made}`;
  const layer = { LayerName, Content: { ZipFile }, CompatibleRuntimes: ["nodejs24.x"], LicenseInfo: "MIT" };
  const published = await call("PublishLayerVersion", layer);
  await call("PublishLayerVersion", { ...layer, CompatibleRuntimes: ["python3.13"] });

  const found = await call("GetLayerVersionByArn", { Arn: published["LayerVersionArn"] });
  const listed = await call("ListLayerVersions", { LayerName, CompatibleRuntime: "nodejs24.x" });
  const layers = await call<{ Layers: object[] }>("ListLayers");

  expect(published).toMatchObject({
    Content: { CodeSha256: expect.any(String), CodeSize: ZipFile.length },
    CompatibleRuntimes: ["nodejs24.x"],
    CreatedDate: expect.any(String),
    LicenseInfo: "MIT",
    Version: 1,
  });
  expect(found).toEqual(published);
  expect(listed).toMatchObject({ LayerVersions: [{ Version: 1 }] });
  expect(layers.Layers).toContainEqual(
    expect.objectContaining({ LatestMatchingVersion: expect.objectContaining({ Version: 2 }) }),
  );
});

test("an event source mapping has tags by its own ARN", async () => {
  const { EventSourceMappingArn: Resource } = await call("CreateEventSourceMapping", {
    FunctionName,
    EventSourceArn: await queue(),
    Tags: { a: "1" },
  });

  await call("TagResource", { Resource, Tags: { b: "2" } });
  await call("UntagResource", { Resource, TagKeys: ["a"] });

  expect(await call("ListTags", { Resource })).toEqual({ Tags: { b: "2" } });
});

test("an event source mapping says what becomes of it", async () => {
  const EventSourceArn = await queue();
  const made = await call("CreateEventSourceMapping", { FunctionName, EventSourceArn, Enabled: false });
  const { UUID } = made;
  const update = async (Enabled: boolean) =>
    (await call("UpdateEventSourceMapping", { UUID, Enabled }))["State"];

  expect([made["State"], await update(true), await update(true), await update(false)]).toEqual([
    "Disabled",
    "Enabling",
    "Updating",
    "Disabling",
  ]);
});

async function queue(): Promise<string> {
  await local.call("sqs", "CreateQueue", { QueueName: FunctionName });
  return `arn:aws:sqs:us-east-1:123456789012:${FunctionName}`;
}

describe("Lambda was recorded to refuse", () => {
  const long = "a".repeat(65);
  const layer = (name: string, version = 1) => `${ARN}layer:${name}:${version}`;
  test.each<[string, string, () => object, string, string | RegExp]>([
    [
      "two qualifiers",
      "GetFunction",
      () => ({ FunctionName: `${FunctionName}:1`, Qualifier: "2" }),
      "InvalidParameterValueException",
      "The derived qualifier from the function name does not match the specified qualifier.",
    ],
    [
      "to delete $LATEST",
      "DeleteFunction",
      () => ({ Qualifier: "$LATEST" }),
      "InvalidParameterValueException",
      "$LATEST version cannot be deleted without deleting the function.",
    ],
    [
      "another region",
      "Invoke",
      () => ({ FunctionName: `arn:aws:lambda:eu-west-1:123456789012:function:${FunctionName}` }),
      "ResourceNotFoundException",
      "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')",
    ],
    [
      "a long name",
      "CreateFunction",
      () => ({ FunctionName: long, Role: "arn:aws:iam::123456789012:role/r", Code: {} }),
      "InvalidParameterValueException",
      /length less than or equal to 64$/,
    ],
    [
      "another digest",
      "PublishVersion",
      () => ({ CodeSha256: "x" }),
      "InvalidParameterValueException",
      /^CodeSHA256 \(x\) is different from current CodeSHA256 in \$LATEST/,
    ],
    [
      "another revision",
      "UpdateFunctionCode",
      () => ({ RevisionId: "x", ZipFile }),
      "PreconditionFailedException",
      /^The Revision Id provided does not match the latest Revision Id/,
    ],
    [
      "a policy of $LATEST",
      "AddPermission",
      () => ({ Qualifier: "$LATEST", StatementId: "s", Action: "lambda:InvokeFunction", Principal: "*" }),
      "InvalidParameterValueException",
      "We currently do not support adding policies for $LATEST.",
    ],
    [
      "a policy of no alias",
      "AddPermission",
      () => ({ Qualifier: "live", StatementId: "s", Action: "lambda:InvokeFunction", Principal: "*" }),
      "ResourceNotFoundException",
      /^Cannot find alias arn: /,
    ],
    [
      "to remove from no policy",
      "RemovePermission",
      () => ({ StatementId: "s" }),
      "ResourceNotFoundException",
      "No policy is associated with the given resource.",
    ],
    [
      "no settings",
      "PutFunctionEventInvokeConfig",
      () => ({}),
      "InvalidParameterValueException",
      "You must specify at least one of error handling or destination setting.",
    ],
    [
      "settings of nothing",
      "PutFunctionEventInvokeConfig",
      () => ({ FunctionName: "gone", MaximumRetryAttempts: 1 }),
      "ResourceNotFoundException",
      "The function doesn't exist.",
    ],
    [
      "a destination that is itself",
      "PutFunctionEventInvokeConfig",
      () => ({ DestinationConfig: { OnSuccess: { Destination: `${ARN}function:${FunctionName}` } } }),
      "InvalidParameterValueException",
      "You can't specify the function as a destination for itself.",
    ],
    [
      "six layers",
      "UpdateFunctionConfiguration",
      () => ({ Layers: ["a", "b", "c", "d", "e", "f"].map((name) => layer(name)) }),
      "InvalidParameterValueException",
      "Cannot reference more than 5 layers.",
    ],
    [
      "two versions of a layer",
      "UpdateFunctionConfiguration",
      () => ({ Layers: [layer("a"), layer("a", 2)] }),
      "InvalidParameterValueException",
      /^Two different versions of the same layer are not allowed/,
    ],
    [
      "a layer that is not there",
      "GetLayerVersion",
      () => ({ LayerName: "gone", VersionNumber: 1 }),
      "ResourceNotFoundException",
      "The resource you requested does not exist.",
    ],
    [
      "version 0 of a layer",
      "GetLayerVersion",
      () => ({ LayerName: "gone", VersionNumber: 0 }),
      "InvalidParameterValueException",
      "Layer Version Cannot be less than 1",
    ],
    [
      "more than 4 KB of variables",
      "UpdateFunctionConfiguration",
      () => ({ Environment: { Variables: { LARGE: "x".repeat(4_096) } } }),
      "InvalidParameterValueException",
      /exceeded the 4KB limit\.$/,
    ],
    [
      "tags of an alias",
      "TagResource",
      () => ({ Resource: `${ARN}function:${FunctionName}:live`, Tags: { a: "1" } }),
      "InvalidParameterValueException",
      "Tags on function aliases and versions are not supported. Please specify a function ARN.",
    ],
    [
      "51 tags",
      "TagResource",
      () => ({
        Resource: `${ARN}function:${FunctionName}`,
        Tags: Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`t${at}`, ""])),
      }),
      "InvalidParameterValueException",
      "Number of tags exceeds resource tag limit.",
    ],
    [
      "to change no alias",
      "UpdateAlias",
      () => ({ Name: "live" }),
      "ResourceNotFoundException",
      /^Alias not found: /,
    ],
    [
      "a share of the same version",
      "CreateAlias",
      () => ({
        Name: "live",
        FunctionVersion: "$LATEST",
        RoutingConfig: { AdditionalVersionWeights: { 1: 0.5, 2: 0.5 } },
      }),
      "InvalidParameterValueException",
      "Number of items in AdditionalVersionWeights cannot be greater than 1",
    ],
    [
      "concurrency of a version",
      "PutFunctionConcurrency",
      () => ({ FunctionName: `${FunctionName}:1`, ReservedConcurrentExecutions: 1 }),
      "InvalidParameterValueException",
      /^This operation is permitted on Lambda functions only\./,
    ],
    [
      "concurrency of nothing",
      "PutFunctionConcurrency",
      () => ({ FunctionName: "gone", ReservedConcurrentExecutions: 1 }),
      "ResourceNotFoundException",
      /:function:gone:\$LATEST$/,
    ],
    [
      "a URL of nothing",
      "CreateFunctionUrlConfig",
      () => ({ FunctionName: "gone", AuthType: "NONE" }),
      "ResourceNotFoundException",
      "Function does not exist",
    ],
  ])("%s in %s", async (_, operation, input, code, message) => {
    const refused = call(operation, { FunctionName, ...input() });

    await expect(refused).rejects.toMatchObject({
      code,
      message: typeof message === "string" ? message : expect.stringMatching(message),
    });
  });
});

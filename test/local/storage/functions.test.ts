import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionCommand,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  DeleteLayerVersionCommand,
  GetFunctionCommand,
  GetFunctionEventInvokeConfigCommand,
  GetPolicyCommand,
  InvokeCommand,
  LambdaClient,
  ListAliasesCommand,
  ListFunctionsCommand,
  ListVersionsByFunctionCommand,
  PublishLayerVersionCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  RemovePermissionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { afterEach, beforeEach, expect, test } from "vitest";
import { CommandProcess } from "../../cli/command.ts";
import { startFunctionCloud, zipped } from "../lambda/function-cloud.ts";

let folder: string;
let data: string;
let processes: CommandProcess[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kept-functions-"));
  data = join(folder, "data");
  processes = [];
});
afterEach(async () => {
  for (const process of processes) await process.stop("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

/** CommonJS in a .js file, as Lambda takes it without a package.json. */
const answering = (text: string) =>
  zipped({ "index.js": `exports.handler = async () => "${text} " + (process.env.GREETING ?? "");` });
const SETTINGS = {
  FunctionName: "work",
  Runtime: "nodejs24.x" as const,
  Handler: "index.handler",
  Role: "arn:aws:iam::123456789012:role/r",
  Timeout: 30,
};
const ARN = "arn:aws:lambda:us-east-1:123456789012:function:work";

function create(lambda: LambdaClient, text: string, options: object = {}) {
  return lambda.send(
    new CreateFunctionCommand({
      ...SETTINGS,
      Code: { ZipFile: answering(text) },
      Tags: { team: "shop", gone: "soon" },
      ...options,
    }),
  );
}

async function invoke(lambda: LambdaClient, FunctionName = "work", Qualifier?: string): Promise<unknown> {
  const { Payload, FunctionError } = await lambda.send(new InvokeCommand({ FunctionName, Qualifier }));
  const answer = JSON.parse(Buffer.from(Payload!).toString()) as unknown;
  return FunctionError === undefined ? answer : { FunctionError, answer };
}

/** What the API shows of a function, where its code is left out. */
async function shown(lambda: LambdaClient) {
  const named = { FunctionName: "work" };
  const found = await lambda.send(new GetFunctionCommand(named));
  const { Versions } = await lambda.send(new ListVersionsByFunctionCommand(named));
  const { Aliases } = await lambda.send(new ListAliasesCommand(named));
  const { Policy } = await lambda.send(new GetPolicyCommand(named));
  const retries = new GetFunctionEventInvokeConfigCommand({ ...named, Qualifier: "live" });
  const { MaximumRetryAttempts } = await lambda.send(retries);
  const { Configuration, Tags, Concurrency } = found;
  return { Configuration, Tags, Concurrency, Versions, Aliases, Policy, MaximumRetryAttempts };
}

const codeFolders = () =>
  readdirSync(join(data, "code"), { withFileTypes: true }).filter((entry) => entry.isDirectory()).length;

async function up(): Promise<{ lambda: LambdaClient; process: CommandProcess }> {
  const started = new CommandProcess(["up", "--port", "0", "--google-port", "0", "--data", data, "--json"]);
  processes.push(started);
  await started.printed("\n");
  const { aws } = JSON.parse(started.stdout) as { aws: string };
  const credentials = { accessKeyId: "a", secretAccessKey: "b" };
  return {
    process: started,
    lambda: new LambdaClient({ endpoint: aws, region: "us-east-1", credentials, maxAttempts: 1 }),
  };
}

test("a function is as it was after a restart, with all that belongs to it", async () => {
  // Prepare
  const first = await startFunctionCloud({ data });
  const { lambda } = first;
  const FunctionName = "work";
  await create(lambda, "one");
  await lambda.send(new PublishVersionCommand({ FunctionName, Description: "first" }));
  await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: answering("two") }));
  await lambda.send(
    new UpdateFunctionConfigurationCommand({
      FunctionName,
      Environment: { Variables: { GREETING: "hello" } },
      MemorySize: 256,
      DeadLetterConfig: { TargetArn: "arn:aws:sqs:us-east-1:123456789012:dead" },
    }),
  );
  await lambda.send(new CreateAliasCommand({ FunctionName, Name: "live", FunctionVersion: "1" }));
  await lambda.send(new CreateAliasCommand({ FunctionName, Name: "old", FunctionVersion: "1" }));
  await lambda.send(new DeleteAliasCommand({ FunctionName, Name: "old" }));
  const statement = { FunctionName, Action: "lambda:InvokeFunction", Principal: "sns.amazonaws.com" };
  await lambda.send(new AddPermissionCommand({ ...statement, StatementId: "topics" }));
  await lambda.send(new AddPermissionCommand({ ...statement, StatementId: "gone" }));
  await lambda.send(new RemovePermissionCommand({ FunctionName, StatementId: "gone" }));
  await lambda.send(
    new PutFunctionEventInvokeConfigCommand({ FunctionName, Qualifier: "live", MaximumRetryAttempts: 1 }),
  );
  await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 3 }));
  await lambda.send(new TagResourceCommand({ Resource: ARN, Tags: { stage: "test" } }));
  await lambda.send(new UntagResourceCommand({ Resource: ARN, TagKeys: ["gone"] }));
  const before = await shown(lambda);
  await first.cloud.stop();

  // Act
  await using second = await startFunctionCloud({ data });

  // Assess
  expect(await shown(second.lambda)).toEqual(before);
  expect(before).toMatchObject({
    Tags: { team: "shop", stage: "test" },
    Concurrency: { ReservedConcurrentExecutions: 3 },
    Configuration: { MemorySize: 256 },
    Aliases: [{ Name: "live" }],
    MaximumRetryAttempts: 1,
  });
  expect(await invoke(second.lambda, "work", "live")).toBe("two hello");
  expect(codeFolders()).toBe(1);
  const published = await second.lambda.send(new PublishVersionCommand({ FunctionName }));
  expect(published.Version).toBe("2");
});

test("a function and its layer are there after the process was killed, and the data folder may move", async () => {
  // Prepare
  const first = await up();
  const Content = { ZipFile: zipped({ "nodejs/node_modules/shared/index.js": 'module.exports = "layer";' }) };
  const layer = await first.lambda.send(new PublishLayerVersionCommand({ LayerName: "shared", Content }));
  const source = 'const shared = require("shared"); exports.handler = async () => shared;';
  await create(first.lambda, "", {
    Code: { ZipFile: zipped({ "index.js": source }) },
    Layers: [layer.LayerVersionArn],
  });
  const answer = await invoke(first.lambda);

  // Act
  await first.process.stop("SIGKILL");
  // What a kill leaves between unpacking and keeping.
  mkdirSync(join(data, "code", "cumulog-function-lost"));
  cpSync(data, join(folder, "moved"), { recursive: true });
  rmSync(data, { recursive: true });
  data = join(folder, "moved");
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  const second = await up();

  // Assess
  expect([answer, await invoke(second.lambda)]).toEqual(["layer", "layer"]);
  expect(codeFolders()).toBe(2);
  const next = await second.lambda.send(new PublishLayerVersionCommand({ LayerName: "shared", Content }));
  expect(next.Version).toBe(2);
});

test("what was deleted stays away, and its files are gone", async () => {
  // Prepare
  const first = await startFunctionCloud({ data });
  await create(first.lambda, "one");
  const Content = { ZipFile: answering("layer") };
  await first.lambda.send(new PublishLayerVersionCommand({ LayerName: "shared", Content }));
  await first.cloud.stop();
  const kept = codeFolders();

  // Act
  const second = await startFunctionCloud({ data });
  await second.lambda.send(new DeleteFunctionCommand({ FunctionName: "work" }));
  await second.lambda.send(new DeleteLayerVersionCommand({ LayerName: "shared", VersionNumber: 1 }));
  await second.cloud.settled();
  const left = codeFolders();
  await second.cloud.stop();

  // Assess
  await using third = await startFunctionCloud({ data });
  const { Functions } = await third.lambda.send(new ListFunctionsCommand({}));
  expect({ kept, left, Functions }).toEqual({ kept: 2, left: 0, Functions: [] });
  await expect(create(third.lambda, "one", { Layers: [`${layerArn("shared")}:1`] })).rejects.toThrow(
    "does not exist.",
  );
});

const layerArn = (name: string) => `arn:aws:lambda:us-east-1:123456789012:layer:${name}`;

/** A stack with a function whose code is text, its version, alias and permission, and a layer in a folder. */
function template(text: string, more: object = {}): string {
  const path = join(folder, "stack.json");
  const functionOf = { FunctionName: { Ref: "Work" } };
  const Resources = {
    Work: {
      Type: "AWS::Lambda::Function",
      Properties: {
        ...SETTINGS,
        Code: { ZipFile: `exports.handler = async () => "${text}";` },
        ...more,
      },
    },
    Version: { Type: "AWS::Lambda::Version", Properties: functionOf },
    Alias: {
      Type: "AWS::Lambda::Alias",
      Properties: {
        ...functionOf,
        Name: "live",
        FunctionVersion: { "Fn::GetAtt": ["Version", "Version"] },
      },
    },
    Permission: {
      Type: "AWS::Lambda::Permission",
      Properties: { ...functionOf, Action: "lambda:InvokeFunction", Principal: `${text}.amazonaws.com` },
    },
    Retries: {
      Type: "AWS::Lambda::EventInvokeConfig",
      Properties: { ...functionOf, Qualifier: "live", MaximumRetryAttempts: 0 },
    },
  };
  writeFileSync(path, JSON.stringify({ Resources }));
  return path;
}

test("a stack that is deployed again takes its function over, with what clients added to it", async () => {
  // Prepare
  const first = await startFunctionCloud({ data, template: template("sns") });
  await first.lambda.send(new TagResourceCommand({ Resource: ARN, Tags: { stage: "test" } }));
  const before = await shown(first.lambda);
  await first.cloud.stop();

  // Act
  const second = await startFunctionCloud({ data, template: template("sns") });
  const unchanged = await shown(second.lambda);
  const answer = await invoke(second.lambda);
  await second.cloud.stop();
  await using third = await startFunctionCloud({ data, template: template("events", { MemorySize: 512 }) });

  // Assess
  const alias = { ...before.Aliases![0], RevisionId: expect.any(String) };
  expect(unchanged).toEqual({ ...before, Aliases: [alias] });
  expect([answer, await invoke(third.lambda)]).toEqual(["sns", "events"]);
  const changed = await shown(third.lambda);
  expect(changed).toMatchObject({
    Configuration: { MemorySize: 512 },
    Tags: { stage: "test" },
    // What the template says of the version has not changed, so there is no new one, as on AWS.
    Versions: [{}, { Version: "1" }],
    Aliases: [{ FunctionVersion: "1" }],
    MaximumRetryAttempts: 0,
  });
  expect(JSON.parse(changed.Policy!).Statement).toMatchObject([
    { Principal: { Service: "events.amazonaws.com" } },
  ]);
  expect(codeFolders()).toBe(1);
});

test("two functions of one name are refused in a stack, also after a restart", async () => {
  const one = { Type: "AWS::Lambda::Function" };
  const Properties = { ...SETTINGS, Code: { ZipFile: "exports.handler = async () => 1;" } };
  const first = await startFunctionCloud({ data });
  await create(first.lambda, "one");
  await first.cloud.stop();
  const path = join(folder, "twice.json");
  writeFileSync(
    path,
    JSON.stringify({ Resources: { A: { ...one, Properties }, B: { ...one, Properties } } }),
  );

  await expect(startFunctionCloud({ data, template: path })).rejects.toThrow("Function already exist: work");
});

/** What "cdk synth" writes of a function and its layer, each in a folder. */
function assembly(): string {
  const out = join(folder, "cdk.out");
  const write = (path: string, content: object | string) => {
    mkdirSync(dirname(join(out, path)), { recursive: true });
    writeFileSync(join(out, path), typeof content === "string" ? content : JSON.stringify(content));
  };
  const file = (path: string) => ({ source: { path }, destinations: { all: { objectKey: `${path}.zip` } } });
  write("code/index.js", 'exports.handler = async () => require("shared");');
  write("layer/nodejs/node_modules/shared/index.js", 'module.exports = "layer";');
  write("assets.json", { files: { code: file("code"), layer: file("layer") } });
  write("stack.json", {
    Resources: {
      Layer: {
        Type: "AWS::Lambda::LayerVersion",
        Properties: { LayerName: "shared", Content: { S3Bucket: "b", S3Key: "layer.zip" } },
      },
      Work: {
        Type: "AWS::Lambda::Function",
        Properties: {
          ...SETTINGS,
          Layers: [{ Ref: "Layer" }],
          Code: { S3Bucket: "b", S3Key: "code.zip" },
        },
      },
    },
  });
  write("manifest.json", {
    version: "1",
    artifacts: {
      Stack: { type: "aws:cloudformation:stack", properties: { templateFile: "stack.json" } },
      "Stack.assets": { type: "cdk:asset-manifest", properties: { file: "assets.json" } },
    },
  });
  return out;
}

test("a stack's assets are used where they are, and a function without them says what is missing", async () => {
  // Prepare
  const first = await startFunctionCloud({ data, template: assembly() });
  await first.cloud.stop();

  // Act
  const second = await startFunctionCloud({ data, template: assembly() });
  const { Configuration } = await second.lambda.send(new GetFunctionCommand({ FunctionName: "work" }));
  const answer = await invoke(second.lambda);
  await second.cloud.stop();
  const third = await startFunctionCloud({ data });
  const withoutTemplate = await invoke(third.lambda);
  await third.cloud.stop();
  rmSync(join(folder, "cdk.out"), { recursive: true });
  await using fourth = await startFunctionCloud({ data });

  // Assess
  expect(Configuration?.Layers?.map(({ Arn }) => Arn)).toEqual([`${layerArn("shared")}:1`]);
  expect([answer, withoutTemplate, codeFolders()]).toEqual(["layer", "layer", 0]);
  await expect(invoke(fourth.lambda)).rejects.toThrow(
    `The code folder ${join(folder, "cdk.out", "code")} does not exist.`,
  );
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { App, CustomResource, Duration, Stack } from "aws-cdk-lib";
import { Code, Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { LogRetention, RetentionDays } from "aws-cdk-lib/aws-logs";
import {
  AwsCustomResource,
  AwsCustomResourcePolicy,
  PhysicalResourceId,
  Provider,
} from "aws-cdk-lib/custom-resources";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LocalCloud } from "../../../local/index.ts";

/** Answers as its properties say, and logs what it was asked. */
const HANDLER = `
const https = require("node:https");
exports.handler = async (event) => {
  const { Name, Fail, Silent, Crash, Big } = event.ResourceProperties;
  console.log("asked", JSON.stringify({ ...event, ResponseURL: undefined }));
  if (Crash && event.RequestType !== "Delete") throw new Error("crashed");
  if (Silent) return;
  const failed = Fail === event.RequestType;
  const body = JSON.stringify({
    Status: failed ? "FAILED" : "SUCCESS",
    Reason: failed ? "not today" : undefined,
    PhysicalResourceId: Name ? "thing-" + Name : event.PhysicalResourceId ?? "thing",
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
    Data: { Upper: (Name ?? "").toUpperCase(), ...(Big && { Big: "x".repeat(5000) }) },
  });
  const { hostname, pathname, search } = new URL(event.ResponseURL);
  await new Promise((resolve, reject) => {
    const request = https.request({ hostname, path: pathname + search, method: "PUT" }, resolve);
    request.on("error", reject);
    request.end(body);
  });
};`;

let folder: string;
let cloud: LocalCloud;
let logs: CloudWatchLogsClient;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "custom-resources-"));
  cloud = await LocalCloud.start({ clock: "stepped", googlePort: false, allowedNetwork: ["*"] });
  logs = new CloudWatchLogsClient({
    endpoint: cloud.endpoints.aws,
    region: "us-east-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  });
});
afterAll(async () => {
  await cloud?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Deploys a stack with a custom resource of these properties behind a function of its own. */
async function deploy(name: string, properties: object, rest: object = {}) {
  const path = join(folder, `${name}.json`);
  const template = {
    Resources: {
      Handler: {
        Type: "AWS::Lambda::Function",
        Properties: {
          FunctionName: name,
          Runtime: "nodejs24.x",
          Handler: "index.handler",
          Role: "arn:aws:iam::123456789012:role/handler",
          Code: { ZipFile: HANDLER },
        },
      },
      Thing: {
        Type: "Custom::Thing",
        Properties: { ServiceToken: { "Fn::GetAtt": ["Handler", "Arn"] }, ...properties },
      },
      ...rest,
    },
    Outputs: { Upper: { Value: { "Fn::GetAtt": ["Thing", "Upper"] } }, Id: { Value: { Ref: "Thing" } } },
  };
  writeFileSync(path, JSON.stringify(template));
  await cloud.deploy(path);
}

const outputs = (name: string) => cloud.stacks.find((stack) => stack.name === name)?.outputs;

async function asked(name: string): Promise<Record<string, unknown>[]> {
  const { events } = await logs.send(
    new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${name}`, filterPattern: "asked" }),
  );
  return events!.map(
    ({ message }) => JSON.parse(message!.slice(message!.indexOf("{"))) as Record<string, unknown>,
  );
}

describe("a custom resource", () => {
  test("answers by the module that AWS lays beside code in a template", async () => {
    const source = `const response = require("cfn-response");
exports.handler = (event, context) => response.send(event, context, response.SUCCESS, { Upper: event.ResourceProperties.Name }, "mine");`;
    const Handler = {
      Type: "AWS::Lambda::Function",
      Properties: {
        Runtime: "nodejs22.x",
        Handler: "index.handler",
        Role: "arn:aws:iam::123456789012:role/handler",
        Code: { ZipFile: source },
      },
    };
    await deploy("answering", { Name: "A" }, { Handler });

    expect(outputs("answering")).toEqual({ Upper: "A", Id: "mine" });
  });

  test("is made, changed, replaced and deleted by its function", async () => {
    await deploy("things", { Name: "a", Count: 3, Flag: true, List: [1] });
    const first = outputs("things");
    await deploy("things", { Name: "a", Count: 4 });
    await deploy("things", { Name: "b" });
    const last = outputs("things");
    await cloud.destroy("things");

    expect([first, last]).toEqual([
      { Upper: "A", Id: "thing-a" },
      { Upper: "B", Id: "thing-b" },
    ]);
    const requests = await asked("things");
    const ServiceToken = "arn:aws:lambda:us-east-1:123456789012:function:things";
    expect(requests).toMatchObject([
      {
        RequestType: "Create",
        ServiceToken,
        ResourceType: "Custom::Thing",
        LogicalResourceId: "Thing",
        StackId: expect.stringMatching(/^arn:aws:cloudformation:us-east-1:123456789012:stack\/things\//),
        ResourceProperties: { ServiceToken, Name: "a", Count: "3", Flag: "true", List: ["1"] },
      },
      {
        RequestType: "Update",
        PhysicalResourceId: "thing-a",
        ResourceProperties: { Name: "a", Count: "4" },
        OldResourceProperties: { Name: "a", Count: "3" },
      },
      { RequestType: "Update", PhysicalResourceId: "thing-a", ResourceProperties: { Name: "b" } },
      { RequestType: "Delete", PhysicalResourceId: "thing-a", ResourceProperties: { Name: "a" } },
      { RequestType: "Delete", PhysicalResourceId: "thing-b" },
    ]);
    expect(cloud.inbox.list()).toEqual([]);
  });

  test("that fails takes its stack back, and is deleted itself", async () => {
    await expect(deploy("failing", { Name: "a", Fail: "Create" })).rejects.toThrow(
      /failing\.Thing \(Custom::Thing\): Received response status \[FAILED\] from custom resource\. Message returned: not today \(RequestId: /,
    );

    const requests = await asked("failing");
    expect(requests.map(({ RequestType }) => RequestType)).toEqual(["Create", "Delete"]);
  });

  test("whose function crashes or says too much fails at once", async () => {
    await expect(deploy("crashing", { Crash: true })).rejects.toThrow(
      /The function of the custom resource Thing failed before it responded: .*crashed/,
    );
    await expect(deploy("talking", { Name: "a", Big: true })).rejects.toThrow("Response object is too long.");
  });

  test("whose function says nothing fails when its time is over on the cloud's clock", async () => {
    const silent = deploy("silent", { Silent: true, ServiceTimeout: 60 });
    const failed = expect(silent).rejects.toThrow(
      "CloudFormation did not receive a response from your Custom Resource.",
    );
    await logsOf("silent");
    cloud.clock.setSpeed(86_400);
    await failed;
    cloud.clock.setSpeed(0);
  });

  test("can be asked through a topic", async () => {
    await deploy(
      "topical",
      { Name: "a", ServiceToken: { Ref: "Requests" } },
      {
        Requests: { Type: "AWS::SNS::Topic" },
        Bridge: {
          Type: "AWS::Lambda::Function",
          Properties: {
            FunctionName: "bridge",
            Runtime: "nodejs24.x",
            Handler: "index.bridge",
            Role: "arn:aws:iam::123456789012:role/handler",
            Code: {
              ZipFile: `${HANDLER}
exports.bridge = ({ Records }) => exports.handler(JSON.parse(Records[0].Sns.Message));`,
            },
          },
        },
        Allowed: {
          Type: "AWS::Lambda::Permission",
          Properties: {
            FunctionName: { Ref: "Bridge" },
            Action: "lambda:InvokeFunction",
            Principal: "sns.amazonaws.com",
          },
        },
        Subscribed: {
          Type: "AWS::SNS::Subscription",
          DependsOn: ["Allowed"],
          Properties: {
            TopicArn: { Ref: "Requests" },
            Protocol: "lambda",
            Endpoint: { "Fn::GetAtt": ["Bridge", "Arn"] },
          },
        },
        Thing: {
          Type: "AWS::CloudFormation::CustomResource",
          DependsOn: ["Subscribed"],
          Properties: { ServiceToken: { Ref: "Requests" }, Name: "a" },
        },
      },
    );

    expect(outputs("topical")).toEqual({ Upper: "A", Id: "thing-a" });
    await cloud.destroy("topical");
  });

  test("whose function does not run here is stood for, with the reason", async () => {
    const Code = { ZipFile: "def handler(event, context): pass" };
    await deploy(
      "snake",
      {},
      {
        Handler: {
          Type: "AWS::Lambda::Function",
          Properties: {
            Runtime: "python3.13",
            Handler: "index.handler",
            Role: "arn:aws:iam::123456789012:role/x",
            Code,
          },
        },
      },
    );

    expect(cloud.stacks.find(({ name }) => name === "snake")!.resources.at(-1)).toMatchObject({
      logicalId: "Thing",
      placeholder: "Its function has the runtime python3.13, which does not run here.",
    });
  });
});

/** Waits until a function has run. */
async function logsOf(name: string): Promise<void> {
  await new Promise<void>((resolve) => {
    const listener = ({ functionName }: { functionName: string }) => {
      if (functionName !== name) return;
      cloud.events.off("invocation", listener);
      resolve();
    };
    cloud.events.on("invocation", listener);
  });
}

test("CDK's log retention, calls of the SDK and provider framework run unchanged", async () => {
  const app = new App({ outdir: join(folder, "cdk.out") });
  const stack = new Stack(app, "Constructs", { env: { region: "us-east-1", account: "123456789012" } });
  new LogRetention(stack, "Retention", { logGroupName: "/kept/group", retention: RetentionDays.ONE_WEEK });
  const call = new AwsCustomResource(stack, "Call", {
    installLatestAwsSdk: false,
    onUpdate: {
      service: "SSM",
      action: "putParameter",
      parameters: { Name: "/made/by/call", Value: "here", Type: "String" },
      physicalResourceId: PhysicalResourceId.of("call"),
    },
    policy: AwsCustomResourcePolicy.fromSdkCalls({ resources: AwsCustomResourcePolicy.ANY_RESOURCE }),
  });
  const onEventHandler = new LambdaFunction(stack, "OnEvent", {
    runtime: Runtime.NODEJS_22_X,
    handler: "index.handler",
    timeout: Duration.seconds(10),
    code: Code.fromInline(
      "exports.handler = async (event) => ({ PhysicalResourceId: 'own', Data: { Said: event.ResourceProperties.say } });",
    ),
  });
  const { serviceToken } = new Provider(stack, "Provider", { onEventHandler });
  const own = new CustomResource(stack, "Own", { serviceToken, properties: { say: "hello" } });
  stack.exportValue(own.getAttString("Said"), { name: "said" });
  stack.exportValue(call.getResponseField("Version"), { name: "version" });
  app.synth();

  await cloud.deploy(join(folder, "cdk.out"));

  const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: "/kept/" }));
  expect(logGroups).toMatchObject([{ logGroupName: "/kept/group", retentionInDays: 7 }]);
  expect(Object.values(outputs("Constructs")!).sort()).toEqual(["1", "hello"]);
  expect(cloud.stacks.at(-1)!.resources.filter(({ placeholder }) => placeholder !== undefined)).toEqual([]);
}, 60_000);

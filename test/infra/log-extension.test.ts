import { globSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { App, Duration, Stack, Validations } from "aws-cdk-lib";
import { Match, Template } from "aws-cdk-lib/assertions";
import { Repository } from "aws-cdk-lib/aws-ecr";
import {
  Code,
  DockerImageCode,
  DockerImageFunction,
  Function as LambdaFunction,
  Runtime,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { AwsSolutionsChecks } from "cdk-nag";
import { describe, expect, test } from "vitest";
import { LogExtension, type LogExtensionProps, MonitorFunctions } from "../../infra/index.ts";
import { refusal } from "./app-for-tests.ts";

const AWS = { handlers: { aws: { type: "cloudwatch", logGroupName: "/shop/functions" } } } as const;

function prepared(runtime: Runtime = Runtime.NODEJS_24_X) {
  const app = new App({ context: { "aws:cdk:bundling-stacks": [] } });
  const stack = new Stack(app, "Test");
  const make = (id: string) =>
    new LambdaFunction(stack, id, {
      runtime,
      handler: "index.handler",
      code: runtime.supportsInlineCode
        ? Code.fromInline("exports.handler = async () => {};")
        : Code.fromBucket(Bucket.fromBucketName(stack, `${id}Code`, "code"), "key"),
      timeout: Duration.seconds(3),
    });
  return { app, stack, make };
}

const extend = (stack: Stack, props: LogExtensionProps) => new LogExtension(stack, "Extension", props);

// The first synthesis bundles the extension.
describe("LogExtension", { timeout: 120_000 }, () => {
  test("puts one layer and its configuration beside functions, and lets their roles write", () => {
    const { stack, make } = prepared();
    const group = new LogGroup(stack, "Group", { logGroupName: "/shop/functions" });
    const extension = extend(stack, {
      handlers: {
        aws: { type: "cloudwatch", logGroupName: group.logGroupName },
        search: {
          type: "opensearch",
          url: "https://search.example",
          auth: { type: "basic", username: "u", password: "secretsmanager:search#password" },
        },
      },
    });

    for (const name of ["One", "Two"]) extension.addTo(make(name));

    const template = Template.fromStack(stack);
    template.resourceCountIs("AWS::Lambda::LayerVersion", 1);
    template.allResourcesProperties("AWS::Lambda::Function", {
      Layers: [{ Ref: Match.stringLikeRegexp("^CumulogLogExtension") }],
      Environment: { Variables: { CUMULOG_EXTENSION: Match.anyValue() } },
    });
    template.hasResourceProperties("AWS::IAM::Policy", {
      PolicyDocument: {
        Statement: [
          {
            Effect: "Allow",
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: Match.anyValue(),
          },
          { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: Match.anyValue() },
        ],
      },
    });
  });

  test("has a layer of less than 1.5 MB, whose program can be run", () => {
    const { app, stack, make } = prepared();
    extend(stack, AWS).addTo(make("One"));

    const { directory } = app.synth();

    const program = globSync("asset.*/extensions/cumulog", { cwd: directory })[0]!;
    const layer = join(directory, dirname(program), "..");
    const files = readdirSync(layer, { recursive: true, encoding: "utf8" }).map((file) =>
      statSync(join(layer, file)),
    );
    const bytes = files.reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0);
    expect(bytes).toBeLessThan(1_500_000);
    expect(statSync(join(directory, program)).mode & 0o111).toBe(0o111);
  });

  test("stops Lambda's own copy and lets its own through, where that is wanted", () => {
    const { stack, make } = prepared();

    extend(stack, { ...AWS, stopFunctionLogs: true }).addTo(make("One"));

    Template.fromStack(stack).hasResourceProperties("AWS::IAM::Policy", {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: "Deny",
            Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
            NotResource: [Match.anyValue(), Match.anyValue()],
          }),
        ]),
      },
    });
  });

  test.each([
    [Runtime.PYTHON_3_13, /the runtime python3\.13 has no Node\.js 22/],
    [Runtime.PROVIDED_AL2023, /the runtime provided\.al2023 has no Node\.js 22/],
    [new Runtime("nodejs20.x", Runtime.NODEJS_22_X.family), /the runtime nodejs20\.x has no Node\.js 22/],
  ])("refuses %s by its name, and says what to do", (runtime, message) => {
    const { stack, make } = prepared(runtime);

    expect(() => extend(stack, AWS).addTo(make("One"))).toThrow(refusal(message));
  });

  test("refuses a container image", () => {
    const { stack } = prepared();
    const code = DockerImageCode.fromEcr(Repository.fromRepositoryName(stack, "Repository", "images"));

    expect(() => extend(stack, AWS).addTo(new DockerImageFunction(stack, "Image", { code }))).toThrow(
      refusal(/container image, which takes no layers/),
    );
  });

  test.each<[string, unknown, RegExp]>([
    ["no handlers", { handlers: {} }, /handlers is empty; use at least one handler/],
    ["a handler of a file", { handlers: { f: { type: "file", path: "x" } } }, /handlers\.f\.type/],
    ["a wrong option", { handlers: { aws: { type: "cloudwatch", logGroupName: "a b" } } }, /logGroupName/],
    ["another option", { ...AWS, flush: true }, /flush is unknown/],
    [
      "a domain that nobody may write to",
      { handlers: { s: { type: "opensearch", url: "https://x", auth: { type: "aws" } } } },
      /searchDomainArns/,
    ],
  ])("refuses %s", (_, props, message) => {
    expect(() => extend(new Stack(), props as LogExtensionProps)).toThrow(refusal(message));
  });

  test("runs beside every function of an app that MonitorFunctions watches and that has Node.js", () => {
    const { app, stack, make } = prepared();
    make("One");
    new LambdaFunction(stack, "Snake", {
      runtime: Runtime.PYTHON_3_13,
      handler: "index.handler",
      code: Code.fromInline("def handler(event, context): pass"),
    });

    MonitorFunctions.of(app, { channels: [], extension: extend(stack, AWS) });

    const functions = Object.values(Template.fromStack(stack).findResources("AWS::Lambda::Function"));
    const layers = functions.map(({ Properties }) => [Properties.Runtime, Properties.Layers?.length ?? 0]);
    expect(layers).toEqual([
      ["nodejs24.x", 1],
      ["python3.13", 0],
    ]);
  });

  test("passes the AwsSolutions checks", () => {
    const { app, stack, make } = prepared();
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    const target = make("One");
    Validations.of(target).acknowledge({
      id: "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]",
      reason: "test",
    });

    extend(stack, { ...AWS, stopFunctionLogs: true }).addTo(target);

    expect(() => app.synth()).not.toThrow();
  });
});

import { expect, test } from "vitest";
import { TemplateCloud } from "../template/deployed.ts";

const templateOf = (tags: string) => `
Resources:
  Worker:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: worker
      Runtime: nodejs24.x
      Handler: index.handler
      Role: arn:aws:iam::123456789012:role/worker
      Code: { ZipFile: "exports.handler = async () => 1" }
      Tags: ${tags}
`;

test("tags of a template's function are the function's, and follow the template", async () => {
  await using local = new TemplateCloud();
  const shown = () => local.call("lambda", "GetFunction", { FunctionName: "worker" });

  await local.deploy(templateOf("[{ Key: team, Value: shop }, { Key: stage, Value: dev }]"));
  const first = await shown();
  await local.deploy(templateOf("[{ Key: team, Value: orders }]"));
  const second = await shown();

  expect(first["Tags"]).toEqual({ team: "shop", stage: "dev" });
  expect(second["Tags"]).toEqual({ team: "orders" });
});

test("settings that a template has no more are the function's no more", async () => {
  await using local = new TemplateCloud();
  const template = templateOf("[]");
  const settings = `
      ReservedConcurrentExecutions: 5
      Timeout: 30
      Environment: { Variables: { GREETING: hello } }
      DeadLetterConfig: { TargetArn: "arn:aws:sqs:us-east-1:123456789012:dead" }
`;
  const shown = () => local.call("lambda", "GetFunction", { FunctionName: "worker" });

  await local.deploy(template.trimEnd() + settings);
  const first = await shown();
  await local.deploy(template);
  const second = await shown();

  expect(first).toMatchObject({
    Configuration: { Timeout: 30, Environment: { Variables: { GREETING: "hello" } } },
    Concurrency: { ReservedConcurrentExecutions: 5 },
  });
  expect(second).toMatchObject({ Configuration: { Timeout: 3, Environment: { Variables: {} } } });
  expect(second).not.toHaveProperty("Concurrency");
});

test("a permission keeps its conditions, and one for the function's URL lets no service in", async () => {
  await using local = new TemplateCloud();
  const permission = `
  Permission:
    Type: AWS::Lambda::Permission
    Properties:
      FunctionName: { Ref: Worker }
      Action: lambda:InvokeFunction
      Principal: "*"
      SourceAccount: "123456789012"
      InvokedViaFunctionUrl: true
`;

  await local.deploy(templateOf("[]") + permission);
  const { Policy } = await local.call<{ Policy: string }>("lambda", "GetPolicy", { FunctionName: "worker" });
  const invoked = local.cloud.call(
    "lambda",
    "Invoke",
    { FunctionName: "worker", InvocationType: "DryRun" },
    { principal: "sns.amazonaws.com" },
  );

  expect(JSON.parse(Policy).Statement[0].Condition).toEqual({
    StringEquals: { "AWS:SourceAccount": "123456789012" },
    Bool: { "lambda:InvokedViaFunctionUrl": "true" },
  });
  await expect(invoked).rejects.toMatchObject({ code: "AccessDeniedException" });
});

test("the number of a layer's version is not given again while there are others", async () => {
  await using local = new TemplateCloud();
  const publish = () =>
    local.call("lambda", "PublishLayerVersion", {
      LayerName: "shared",
      Content: { LocalFolder: import.meta.dirname },
    });
  await publish();
  const second = await publish();

  await local.call("lambda", "DeleteLayerVersion", { LayerName: "shared", VersionNumber: 2 });
  const third = await publish();

  expect([second["Version"], third["Version"]]).toEqual([2, 3]);
});

test("a version that an alias sends a share of the calls to is not deleted", async () => {
  await using local = new TemplateCloud();
  const FunctionName = "worker";
  await local.deploy(templateOf("[]"));
  await local.call("lambda", "PublishVersion", { FunctionName });
  await local.call("lambda", "UpdateFunctionConfiguration", { FunctionName, Timeout: 5 });
  await local.call("lambda", "PublishVersion", { FunctionName });
  await local.call("lambda", "CreateAlias", {
    FunctionName,
    Name: "live",
    FunctionVersion: "2",
    RoutingConfig: { AdditionalVersionWeights: { 1: 0.5 } },
  });

  const deleted = local.call("lambda", "DeleteFunction", { FunctionName, Qualifier: "1" });

  await expect(deleted).rejects.toMatchObject({ code: "ResourceConflictException" });
});

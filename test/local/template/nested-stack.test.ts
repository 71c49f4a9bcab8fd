import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { TemplateCloud } from "./deployed.ts";

let local: TemplateCloud;
let folder: string;
beforeEach(() => {
  local = new TemplateCloud();
  folder = mkdtempSync(join(tmpdir(), "nested-"));
});
afterEach(async () => {
  await local[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);

const CHILD = `
Parameters: { Days: { Type: Number }, Names: { Type: CommaDelimitedList } }
Resources:
  Group: { Type: AWS::Logs::LogGroup, Properties: { LogGroupName: !Select [1, !Ref Names], RetentionInDays: !Ref Days } }
Outputs:
  Name: { Value: !Ref Group, Export: { Name: group-name } }
`;

const PARENT = `
Resources:
  Child:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./child.yaml
      Parameters: { Days: 7, Names: [none, app] }
  Filter:
    Type: AWS::Logs::MetricFilter
    Properties:
      LogGroupName: !GetAtt Child.Outputs.Name
      FilterPattern: ERROR
      MetricTransformations: [ { MetricNamespace: Shop, MetricName: Errors, MetricValue: "1" } ]
`;

const groups = () =>
  local.call<{ logGroups: { logGroupName: string; retentionInDays?: number }[] }>(
    "logs",
    "DescribeLogGroups",
  );

test("a nested stack comes up with its parameters, gives its outputs, follows its template, and goes", async () => {
  write("child.yaml", CHILD);
  const deploy = () => local.deploy(PARENT, { file: join(folder, "parent.yaml") });

  const parent = await deploy();

  const child = local.deployment.stacks.find(({ name }) => name.startsWith("shop-Child-"));
  expect(child?.parent).toBe(parent);
  expect(parent.resources[0]?.id).toBe(child?.stackId);
  expect((await groups()).logGroups).toMatchObject([{ logGroupName: "app", retentionInDays: 7 }]);

  write("child.yaml", CHILD.replace("!Ref Days", "30"));
  await deploy();

  expect((await groups()).logGroups).toMatchObject([{ logGroupName: "app", retentionInDays: 30 }]);

  await local.deployment.destroy("shop");

  expect(local.deployment.stacks).toEqual([]);
  expect((await groups()).logGroups).toEqual([]);
});

test("a nested stack that fails takes its parent back", async () => {
  write("child.yaml", CHILD.replace("!Ref Days", "8"));

  const deployed = local.deploy(PARENT, { file: join(folder, "parent.yaml") });

  await expect(deployed).rejects.toThrow(/shop-Child-.*Group \(AWS::Logs::LogGroup\)/);
  expect((await groups()).logGroups).toEqual([]);
  expect(local.deployment.stacks).toEqual([]);
});

test("a nested stack's template may lie in a bucket, or be nowhere", async () => {
  await local.call("s3", "CreateBucket", { Bucket: "templates" });
  await local.call("s3", "PutObject", { Bucket: "templates", Key: "a/child.yaml", Body: Buffer.from(CHILD) });
  const at = (url: string) => PARENT.replace("./child.yaml", url);

  for (const url of [
    "https://s3.us-east-1.amazonaws.com/templates/a/child.yaml",
    "https://templates.s3.amazonaws.com/a/child.yaml",
    "s3://templates/a/child.yaml",
  ]) {
    await local.deploy(at(url));
    expect((await groups()).logGroups).toHaveLength(1);
    await local.deployment.destroy("shop");
  }

  await expect(local.deploy(at("https://elsewhere.s3.amazonaws.com/child.yaml"))).rejects.toThrow(
    "shop.Child (AWS::CloudFormation::Stack): there is no template at https://elsewhere.s3.amazonaws.com/child.yaml",
  );
  const stack = await local.deploy(at("https://elsewhere.s3.amazonaws.com/child.yaml"), {
    standInForAbsent: true,
    makeImportedGroups: true,
  });
  expect(stack.resources[0]?.placeholder).toBe(
    "Its template https://elsewhere.s3.amazonaws.com/child.yaml is not here.",
  );
});

test("an application of a serverless template is a nested stack", async () => {
  write("child.yaml", CHILD);

  const stack = await local.deploy(
    `
Transform: AWS::Serverless-2016-10-31
Resources:
  Child: { Type: AWS::Serverless::Application, Properties: { Location: child.yaml, Parameters: { Days: 1, Names: "a,b" } } }
  Shared: { Type: AWS::Serverless::Application, Properties: { Location: { ApplicationId: "arn:aws:serverlessrepo:us-east-1:077246666028:applications/x", SemanticVersion: 1.0.0 } } }
`,
    { file: join(folder, "parent.yaml"), standInForAbsent: true },
  );

  expect(stack.resources).toMatchObject([
    { logicalId: "Child", placeholder: undefined },
    {
      logicalId: "Shared",
      placeholder: expect.stringContaining("applications/x is not here"),
    },
  ]);
});

import { expect, test } from "vitest";
import { TemplateCloud } from "../template/deployed.ts";

const TEMPLATE = `
AWSTemplateFormatVersion: "2010-09-09"
Description: one group
Metadata: { Owner: shop }
Parameters:
  Name: { Type: String, Default: app }
Resources:
  Group: { Type: AWS::Logs::LogGroup, Properties: { LogGroupName: !Ref Name } }
Outputs:
  Plain: { Value: plain }
  Shared: { Value: !Ref Group, Export: { Name: !Sub "\${AWS::StackName}-group" } }
`;

async function deployed(more: object = {}): Promise<TemplateCloud> {
  const local = new TemplateCloud();
  await local.call("cloudformation", "CreateStack", { StackName: "shop", TemplateBody: TEMPLATE, ...more });
  await local.cloud.settled();
  return local;
}

async function described(local: TemplateCloud): Promise<Record<string, unknown>> {
  const { Stacks } = await local.call<{ Stacks: Record<string, unknown>[] }>(
    "cloudformation",
    "DescribeStacks",
    {
      StackName: "shop",
    },
  );
  return Stacks[0]!;
}

test("a stack tells the names of its exports and what it was asked for", async () => {
  await using local = await deployed({ TimeoutInMinutes: 25 });

  const stack = await described(local);

  expect(stack).toMatchObject({
    TimeoutInMinutes: 25,
    Outputs: [
      { OutputKey: "Plain", ExportName: undefined },
      { OutputKey: "Shared", OutputValue: "app", ExportName: "shop-group" },
    ],
  });
});

test("other tags are an update, the same ones are none", async () => {
  await using local = await deployed({ Tags: [{ Key: "team", Value: "a" }] });
  const update = (Value: string) =>
    local.call("cloudformation", "UpdateStack", {
      StackName: "shop",
      UsePreviousTemplate: true,
      Tags: [{ Key: "team", Value }],
    });

  await expect(update("a")).rejects.toMatchObject({ message: "No updates are to be performed." });
  await update("b");
  await local.cloud.settled();

  expect(await described(local)).toMatchObject({
    StackStatus: "UPDATE_COMPLETE",
    Tags: [{ Key: "team", Value: "b" }],
  });
});

test("a former value goes with no new one, and no change set with a stack that is being made", async () => {
  await using local = new TemplateCloud();
  const changeSet = {
    StackName: "shop",
    ChangeSetName: "change",
    UsePreviousTemplate: true,
    Parameters: [{ ParameterKey: "Name", UsePreviousValue: true, ParameterValue: "other" }],
  };

  await local.call("cloudformation", "CreateStack", { StackName: "shop", TemplateBody: TEMPLATE });

  await expect(local.call("cloudformation", "CreateChangeSet", changeSet)).rejects.toMatchObject({
    code: "ValidationError",
    message: expect.stringMatching(/^Stack:arn:.* is in CREATE_IN_PROGRESS state and can not be updated\.$/),
  });
  await local.cloud.settled();
  // https://github.com/getmoto/moto/blob/master/tests/test_cloudformation/test_cloudformation_stack_crud.py, verified against AWS
  await expect(local.call("cloudformation", "CreateChangeSet", changeSet)).rejects.toMatchObject({
    message:
      "Invalid input for parameter key Name. Cannot specify usePreviousValue as true and non empty value for a parameter",
  });
});

test("a template is told of by what it says of itself", async () => {
  await using local = new TemplateCloud();
  const TemplateBody = `Transform: [AWS::Serverless-2016-10-31, { Name: AWS::Include }]\n${TEMPLATE}`;

  const summary = await local.call("cloudformation", "GetTemplateSummary", { TemplateBody });
  const validated = await local.call("cloudformation", "ValidateTemplate", { TemplateBody });

  const DeclaredTransforms = ["AWS::Serverless-2016-10-31", "AWS::Include"];
  expect(summary).toMatchObject({
    Description: "one group",
    Version: "2010-09-09",
    Metadata: '{"Owner":"shop"}',
    DeclaredTransforms,
    ResourceTypes: ["AWS::Logs::LogGroup"],
  });
  expect(validated).toMatchObject({ Description: "one group", DeclaredTransforms });
});

test.each([
  ["no resources", "{}", "Template format error: At least one Resources member must be defined."],
  [
    "a resource without a type",
    '{"Resources":{"A":{}}}',
    "Template format error: [/Resources/A] Every Resources object must contain a Type member.",
  ],
  [
    "a resource that is none",
    '{"Resources":{"A":"no"}}',
    "Template format error: Any Resources member must be an object.",
  ],
])("CloudFormation was recorded to refuse %s", async (_what, TemplateBody, message) => {
  await using local = new TemplateCloud();

  const refused = local.call("cloudformation", "ValidateTemplate", { TemplateBody });

  await expect(refused).rejects.toMatchObject({ code: "ValidationError", message });
});

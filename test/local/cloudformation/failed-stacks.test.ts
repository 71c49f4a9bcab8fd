import { expect, test } from "vitest";
import { TemplateCloud } from "../template/deployed.ts";

const TEMPLATE = `
Parameters:
  Days: { Type: Number, Default: 2, AllowedValues: [2, 3], ConstraintDescription: two or three days }
  Key: { Type: String, Default: secret, NoEcho: true }
Resources:
  One: { Type: AWS::Logs::LogGroup, Properties: { LogGroupName: one } }
  Two: { Type: AWS::Logs::LogGroup, DependsOn: One, Properties: { LogGroupName: two, RetentionInDays: !Ref Days } }
`;

async function statusOf(local: TemplateCloud): Promise<string | undefined> {
  const { Stacks } = await local.call<{ Stacks: { StackStatus: string }[] }>(
    "cloudformation",
    "DescribeStacks",
    {},
  );
  return Stacks[0]?.StackStatus;
}

async function groups(local: TemplateCloud): Promise<string[]> {
  const { logGroups } = await local.call<{ logGroups: { logGroupName: string }[] }>(
    "logs",
    "DescribeLogGroups",
  );
  return logGroups.map(({ logGroupName }) => logGroupName);
}

const days = (ParameterValue: string) => [{ ParameterKey: "Days", ParameterValue }];

test("a stack that failed stays as it is with --disable-rollback, goes on, or is rolled back", async () => {
  await using local = new TemplateCloud();
  const input = { StackName: "shop", TemplateBody: TEMPLATE, DisableRollback: true };

  await local.call("cloudformation", "CreateStack", input);
  await local.cloud.settled();
  expect([await statusOf(local), await groups(local)]).toEqual(["CREATE_FAILED", ["one"]]);

  await local.call("cloudformation", "UpdateStack", { ...input, Parameters: days("3") });
  await local.cloud.settled();
  expect([await statusOf(local), await groups(local)]).toEqual(["UPDATE_COMPLETE", ["one", "two"]]);

  await local.call("cloudformation", "UpdateStack", {
    ...input,
    TemplateBody: TEMPLATE.replace("LogGroupName: one", "LogGroupName: first"),
    Parameters: days("2"),
  });
  await local.cloud.settled();
  expect([await statusOf(local), await groups(local)]).toEqual(["UPDATE_FAILED", ["first", "one", "two"]]);
  await local.call("cloudformation", "RollbackStack", { StackName: "shop" });
  await local.cloud.settled();
  expect([await statusOf(local), await groups(local)]).toEqual(["UPDATE_ROLLBACK_COMPLETE", ["one", "two"]]);
  const { Stacks } = await local.call<{ Stacks: { Parameters: object[] }[] }>(
    "cloudformation",
    "DescribeStacks",
  );
  expect(Stacks[0]!.Parameters).toContainEqual(expect.objectContaining(days("3")[0]!));
});

test("what a parameter does not allow is refused with the call, and secrets are not echoed", async () => {
  await using local = new TemplateCloud();
  const create = local.call("cloudformation", "CreateStack", {
    StackName: "shop",
    TemplateBody: TEMPLATE,
    Parameters: days("7"),
  });

  await expect(create).rejects.toMatchObject({
    code: "ValidationError",
    message: "Parameter 'Days' failed to satisfy constraint: two or three days",
  });
  expect(await statusOf(local)).toBeUndefined();
  const { Parameters } = await local.call<{ Parameters: object[] }>("cloudformation", "GetTemplateSummary", {
    TemplateBody: TEMPLATE,
  });
  expect(Parameters).toMatchObject([
    { ParameterKey: "Days", NoEcho: false, ParameterConstraints: { AllowedValues: ["2", "3"] } },
    { ParameterKey: "Key", NoEcho: true },
  ]);
});

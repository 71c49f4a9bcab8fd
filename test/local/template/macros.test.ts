import { afterEach, beforeEach, expect, test } from "vitest";
import { idsOf, TemplateCloud } from "./deployed.ts";

let local: TemplateCloud;
beforeEach(async () => {
  local = new TemplateCloud();
  await local.call("s3", "CreateBucket", { Bucket: "snippets" });
});
afterEach(() => local[Symbol.asyncDispose]());

const put = (Key: string, text: string) =>
  local.call("s3", "PutObject", { Bucket: "snippets", Key, Body: Buffer.from(text) });

test("AWS::Include puts in what lies in a bucket, for a part and for the whole", async () => {
  await put("retention.yaml", "RetentionInDays: 14\nLogGroupName: !Sub included-${AWS::Region}\n");
  await put("more.json", '{ "Resources": { "More": { "Type": "AWS::SNS::Topic" } } }');

  const stack = await local.deploy(`
Parameters: { Bucket: { Type: String, Default: snippets } }
Transform: { Name: AWS::Include, Parameters: { Location: !Sub "s3://\${Bucket}/more.json" } }
Resources:
  Group:
    Type: AWS::Logs::LogGroup
    Properties: { "Fn::Transform": { Name: AWS::Include, Parameters: { Location: s3://snippets/retention.yaml } }, LogGroupName: own }
`);

  expect(Object.keys(idsOf(stack)).sort()).toEqual(["Group", "More"]);
  const { logGroups } = await local.call<{ logGroups: object[] }>("logs", "DescribeLogGroups");
  expect(logGroups).toMatchObject([{ logGroupName: "own", retentionInDays: 14 }]);
});

test("an include that is not there is refused in a sentence", async () => {
  const template = `
Resources:
  Group: { Type: AWS::Logs::LogGroup, Properties: { "Fn::Transform": { Name: AWS::Include, Parameters: { Location: s3://snippets/no.yaml } } } }
`;

  await expect(local.deploy(template)).rejects.toThrow(
    "shop: .Resources.Group.Properties: there is nothing to include at s3://snippets/no.yaml.",
  );
  await expect(local.deploy(template, { standInForAbsent: true })).resolves.toBeDefined();
});

const MACRO = `
Resources:
  Function:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: nodejs24.x
      Handler: index.handler
      Role: arn:aws:iam::123456789012:role/macro
      Code:
        ZipFile: |
          exports.handler = async ({ requestId, fragment, params, templateParameterValues }) => {
            if (params.Days === "0") return { requestId, status: "failure", errorMessage: "no days" };
            if (fragment.Resources) {
              for (const one of Object.values(fragment.Resources))
                if (one.Type === "AWS::Logs::LogGroup") one.Properties.LogGroupName = templateParameterValues.Name;
              return { requestId, status: "success", fragment };
            }
            return { requestId, status: "success", fragment: { ...fragment, RetentionInDays: Number(params.Days) } };
          };
  Macro: { Type: AWS::CloudFormation::Macro, Properties: { Name: Keep, FunctionName: !GetAtt Function.Arn } }
`;

test("a macro is asked for the whole template and for a part of it", async () => {
  await local.deploy(MACRO, { name: "macros" });
  const template = (days: number) => `
Parameters: { Name: { Type: String, Default: app } }
Transform: [Keep]
Resources:
  Group: { Type: AWS::Logs::LogGroup, Properties: { "Fn::Transform": { Name: Keep, Parameters: { Days: "${days}" } } } }
`;

  await local.deploy(template(30));

  const { logGroups } = await local.call<{ logGroups: object[] }>("logs", "DescribeLogGroups", {
    logGroupNamePrefix: "app",
  });
  expect(logGroups).toMatchObject([{ logGroupName: "app", retentionInDays: 30 }]);
  await expect(local.deploy(template(0))).rejects.toThrow(
    "Transform 123456789012::Keep failed with: no days. Rollback requested by user.",
  );
  await local.deployment.destroy("macros");
  await expect(local.deploy(template(30))).rejects.toThrow(
    ".Resources.Group.Properties: No transform named 123456789012::Keep found.",
  );
});

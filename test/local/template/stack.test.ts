import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
  DescribeMetricFiltersCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { LocalCloud, TemplateError } from "../../../local/index.ts";

let folder: string;
let cloud: LocalCloud;
let logs: CloudWatchLogsClient;
let alarms: CloudWatchClient;
let ssm: SSMClient;
let lambda: LambdaClient;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "template-"));
  cloud = await LocalCloud.start({ clock: "stepped", googlePort: false });
  const configuration = {
    endpoint: cloud.endpoints.aws,
    region: "us-east-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  };
  [logs, alarms, ssm, lambda] = [
    new CloudWatchLogsClient(configuration),
    new CloudWatchClient(configuration),
    new SSMClient(configuration),
    new LambdaClient(configuration),
  ];
});
afterEach(async () => {
  await cloud.stop();
  rmSync(folder, { recursive: true });
});

function write(name: string, content: object | string): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

const stack = (Resources: object, rest: object = {}) => ({ Resources, ...rest });
const group = (LogGroupName: string, more: object = {}) => ({
  Type: "AWS::Logs::LogGroup",
  Properties: { LogGroupName, ...more },
});
const groupNames = async () =>
  (await logs.send(new DescribeLogGroupsCommand({}))).logGroups!.map(({ logGroupName }) => logGroupName);
const parameter = async (Name: string) =>
  (await ssm.send(new GetParameterCommand({ Name }))).Parameter?.Value;

describe("a template", () => {
  test("in YAML with short forms resolves every kind of reference", async () => {
    const path = write(
      "shop.yaml",
      `
Parameters:
  Stage: { Type: String, Default: dev, AllowedValues: [dev, live] }
  Names: { Type: CommaDelimitedList, Default: "a,b,c" }
Mappings:
  Days: { dev: { keep: 7 }, live: { keep: 365 } }
Conditions:
  Live: !Equals [!Ref Stage, live]
  NotLive: !Not [!Condition Live]
  Either: !Or [!Condition Live, !Condition NotLive]
  Both: !And [!Condition Live, !Condition NotLive]
Resources:
  Group:
    Type: AWS::Logs::LogGroup
    Properties:
      LogGroupName: !Sub "/shop/\${Stage}/\${!literal}"
      RetentionInDays: !FindInMap [Days, !Ref Stage, keep]
  Never: { Type: AWS::Logs::LogGroup, Condition: Both, Properties: { LogGroupName: never } }
  Joined: { Type: AWS::SSM::Parameter, Properties: { Name: joined, Type: String, Value: !Join ["-", [!Select [1, !Ref Names], !Select [0, !Split [":", "x:y"]]]] } }
  Arn: { Type: AWS::SSM::Parameter, Properties: { Name: arn, Type: String, Value: !GetAtt Group.Arn } }
  Chosen: { Type: AWS::SSM::Parameter, Condition: Either, Properties: { Name: chosen, Type: String, Value: !If [Live, yes, !Ref "AWS::Region"], Description: !If [Live, text, !Ref "AWS::NoValue"] } }
  Reference: { Type: AWS::SSM::Parameter, DependsOn: [Joined], Properties: { Name: reference, Type: String, Value: "{{resolve:ssm:joined}}!" } }
  Encoded: { Type: AWS::SSM::Parameter, Properties: { Name: encoded, Type: String, Value: { "Fn::Base64": !Sub ["\${word}", { word: hi }] } } }
`.replaceAll("/shop/${Stage}/${!literal}", "/shop/${Stage}"),
    );

    await cloud.deploy(path);

    expect(await groupNames()).toEqual(["/shop/dev"]);
    expect((await logs.send(new DescribeLogGroupsCommand({}))).logGroups![0]!.retentionInDays).toBe(7);
    expect(await parameter("joined")).toBe("b-x");
    expect(await parameter("arn")).toBe("arn:aws:logs:us-east-1:123456789012:log-group:/shop/dev:*");
    expect(await parameter("chosen")).toBe("us-east-1");
    expect(await parameter("reference")).toBe("b-x!");
    expect(await parameter("encoded")).toBe("aGk=");
  });

  test("changes in place, makes anew, adds and removes when it is deployed again", async () => {
    const filter = (LogGroupName: object, FilterPattern: string) => ({
      Type: "AWS::Logs::MetricFilter",
      Properties: {
        LogGroupName,
        FilterPattern,
        MetricTransformations: [
          {
            MetricName: "m",
            MetricNamespace: "n",
            MetricValue: "1",
            Dimensions: [{ Key: "d", Value: "$.d" }],
          },
        ],
      },
    });
    const first = write(
      "a.json",
      stack({
        Group: group("one"),
        Old: group("old"),
        Kept: { ...group("kept"), DeletionPolicy: "Retain" },
        Filter: filter({ Ref: "Group" }, "{ $.a = 1 }"),
      }),
    );
    await cloud.deploy(first);

    write(
      "a.json",
      stack({
        Group: group("two", { RetentionInDays: 30 }),
        New: group("new"),
        Filter: filter({ Ref: "Group" }, "{ $.a = 2 }"),
      }),
    );
    await cloud.deploy(first);

    expect(await groupNames()).toEqual(["kept", "new", "two"]);
    const { metricFilters } = await logs.send(new DescribeMetricFiltersCommand({ logGroupName: "two" }));
    expect(metricFilters).toMatchObject([
      { filterPattern: "{ $.a = 2 }", metricTransformations: [{ dimensions: { d: "$.d" } }] },
    ]);
  });

  test("leaves nothing half done when a resource is refused", async () => {
    await cloud.deploy(write("b.json", stack({ Group: group("one", { RetentionInDays: 7 }) })));
    const broken = write(
      "b.json",
      stack({
        Group: group("one", { RetentionInDays: 30 }),
        Added: group("added"),
        Wrong: { ...group("wrong", { RetentionInDays: 31 }), DependsOn: ["Group", "Added"] },
      }),
    );

    const deploy = cloud.deploy(broken);

    await expect(deploy).rejects.toThrow(/^b\.Wrong \(AWS::Logs::LogGroup\): /);
    const { logGroups } = await logs.send(new DescribeLogGroupsCommand({}));
    expect(logGroups).toMatchObject([{ logGroupName: "one", retentionInDays: 7 }]);
  });

  test("may take over a group that is there, and goes with all it made", async () => {
    await logs.send(new CreateLogGroupCommand({ logGroupName: "there" }));
    await cloud.deploy(
      write(
        "c.json",
        stack({
          Group: group("there"),
          Alarm: {
            Type: "AWS::CloudWatch::Alarm",
            Properties: {
              AlarmName: "a",
              Namespace: "n",
              MetricName: "m",
              Statistic: "Sum",
              Period: "60",
              EvaluationPeriods: 1,
              Threshold: 1,
              ComparisonOperator: "GreaterThanThreshold",
            },
          },
        }),
      ),
    );
    expect((await alarms.send(new DescribeAlarmsCommand({}))).MetricAlarms).toHaveLength(1);

    await cloud.destroy("c");

    expect(await groupNames()).toEqual([]);
    expect((await alarms.send(new DescribeAlarmsCommand({}))).MetricAlarms).toHaveLength(0);
  });

  test("runs functions whose code stands in it", async () => {
    await cloud.deploy(
      write(
        "d.json",
        stack({
          Role: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: {} } },
          Function: {
            Type: "AWS::Lambda::Function",
            Properties: {
              FunctionName: "inline",
              Runtime: "nodejs24.x",
              Handler: "index.handler",
              Role: { "Fn::GetAtt": ["Role", "Arn"] },
              Code: { ZipFile: "exports.handler = async () => 42;" },
            },
          },
        }),
      ),
    );

    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: "inline" }));

    expect(Buffer.from(Payload!).toString()).toBe("42");
  });

  test("reads parameters and secrets of the cloud, by version and as lists", async () => {
    for (const Value of ["one, two", "three"])
      await ssm.send(new PutParameterCommand({ Name: "names", Value, Type: "String", Overwrite: true }));
    const value = (Value: unknown) => ({
      Type: "AWS::SSM::Parameter",
      Properties: { Name: { "Fn::Sub": "${Stage}-copy" }, Type: "String", Value },
    });

    await cloud.deploy(
      write(
        "d.json",
        stack(
          {
            Copy: value({
              "Fn::Sub": [
                "${last} {{resolve:ssm:names:1}}",
                { last: { "Fn::Select": [0, { Ref: "List" }] } },
              ],
            }),
          },
          {
            Parameters: {
              Stage: { Type: "String", Default: "dev" },
              List: { Type: "AWS::SSM::Parameter::Value<List<String>>", Default: "names" },
            },
          },
        ),
      ),
    );

    expect(await parameter("dev-copy")).toBe("three one, two");
  });

  test.each([
    ["that is no JSON", '{ "Resources": ', /t\.json is not valid JSON/],
    ["that is no YAML", "Resources: [", /t\.json is not valid YAML/],
    ["without resources", {}, /t\.json: At least one Resources member must be defined/],
    [
      "with a resource without type",
      stack({ A: {} }),
      /\[\/Resources\/A\] Every Resources object must contain a Type member/,
    ],
    [
      "with a type that does not exist here",
      stack({ Table: { Type: "AWS::DynamoDB::Table" } }),
      /t: the local cloud does not have Table \(AWS::DynamoDB::Table\)\. Leave it out with --skip-type AWS::DynamoDB::Table, or have placeholders stand for all such with --skip-unknown\./,
    ],
    [
      "with a macro of one's own",
      stack({}, { Transform: "Shout" }),
      /the transform "Shout" is not supported: the local cloud has AWS::LanguageExtensions, AWS::Serverless-2016-10-31, AWS::Include and the macros that are deployed/,
    ],
    [
      "with a circle",
      stack({ A: { ...group("a"), DependsOn: "B" }, B: { ...group("b"), DependsOn: "A" } }),
      /in a circle: A → B → A/,
    ],
    [
      "with a dependency that is not there",
      stack({ A: { ...group("a"), DependsOn: "B" } }),
      /Resources\.A\.DependsOn names "B"/,
    ],
    [
      "with a reference that is not there",
      stack({ A: group("a", { KmsKeyId: { Ref: "Key" } }) }),
      /Resources\.A\.Properties\.KmsKeyId: Ref names "Key"/,
    ],
    [
      "with an attribute that is not there",
      stack({ A: group("a"), B: group("b", { KmsKeyId: { "Fn::GetAtt": ["A", "Name"] } }) }),
      /the resource "A" has no attribute "Name"/,
    ],
    [
      "with a function that is not there",
      stack({ A: group("a", { KmsKeyId: { "Fn::Shout": "x" } }) }),
      /does not know the function Fn::Shout/,
    ],
    [
      "with a parameter without a value",
      stack({}, { Parameters: { Stage: { Type: "String" } } }),
      /the parameter "Stage" has no value and no default/,
    ],
    [
      "with an import that nobody exports",
      stack({ A: group({ "Fn::ImportValue": "x" } as never) }),
      /No export named x found/,
    ],
  ])("%s is refused in one sentence before anything is made", async (_what, content, message) => {
    const deploy = cloud.deploy(write("t.json", content));

    await expect(deploy).rejects.toThrow(message);
    await expect(deploy).rejects.toBeInstanceOf(TemplateError);
    expect(await groupNames()).toEqual([]);
  });

  test.each([
    ["its type is named", { skipTypes: ["AWS::ECR::Repository"] }],
    ["all unknown ones are", { skipUnknown: true }],
  ])(
    "with a type that does not exist here gets a placeholder when %s, whose references resolve",
    async (_, options) => {
      const resources = {
        Images: { Type: "AWS::ECR::Repository", Properties: { RepositoryName: "images" } },
        ByName: group({ "Fn::Sub": "/x/${Images}" } as never),
        ByArn: group({
          "Fn::Select": [5, { "Fn::Split": [":", { "Fn::GetAtt": ["Images", "Arn"] }] }],
        } as never),
      };

      await cloud.deploy(write("e.json", stack(resources)), options);

      expect(await groupNames()).toEqual(["/x/images", "repository/images"]);
      expect(cloud.stacks[0]?.resources.filter(({ placeholder }) => placeholder)).toMatchObject([
        { logicalId: "Images", type: "AWS::ECR::Repository", id: "images" },
      ]);
    },
  );
});

test("a template with a macro is refused, also where placeholders stand for unknown types", async () => {
  const template = stack({ Function: { Type: "My::Macro::Function" } }, { Transform: ["My-Macro"] });

  await expect(cloud.deploy(write("macro.json", template), { skipUnknown: true })).rejects.toThrow(
    /the transform .* is not supported/,
  );
});

describe("an assembly", () => {
  const assembly = (artifacts: object, files: Readonly<Record<string, object>>) => {
    const out = join(folder, "cdk.out");
    mkdirSync(out, { recursive: true });
    writeFileSync(join(out, "manifest.json"), JSON.stringify({ version: "1", artifacts }));
    for (const [name, content] of Object.entries(files))
      writeFileSync(join(out, name), JSON.stringify(content));
    return out;
  };
  const artifact = (templateFile: string, dependencies: readonly string[] = []) => ({
    type: "aws:cloudformation:stack",
    dependencies,
    properties: { templateFile },
  });

  test("deploys stacks behind those whose exports they use", async () => {
    const out = assembly(
      { Second: artifact("second.json", ["First"]), First: artifact("first.json") },
      {
        "first.json": stack(
          { Group: group("first") },
          { Outputs: { Name: { Value: { Ref: "Group" }, Export: { Name: "group" } } } },
        ),
        "second.json": stack({
          Stream: {
            Type: "AWS::Logs::LogStream",
            Properties: { LogGroupName: { "Fn::ImportValue": "group" }, LogStreamName: "s" },
          },
        }),
      },
    );

    await cloud.deploy(out);

    expect(cloud.stacks.map(({ name }) => name)).toEqual(["First", "Second"]);
  });

  test.each(["../../etc/passwd", "/etc/passwd"])("whose asset is at %s is refused", async (path) => {
    const out = assembly(
      {
        A: artifact("a.json"),
        "A.assets": { type: "cdk:asset-manifest", properties: { file: "a.assets.json" } },
      },
      {
        "a.json": stack({}),
        "a.assets.json": { files: { x: { source: { path }, destinations: { d: { objectKey: "x.zip" } } } } },
      },
    );

    await expect(cloud.deploy(out)).rejects.toThrow(/leads outside of the assembly/);
  });

  test("without a manifest is refused", async () => {
    await expect(cloud.deploy(folder)).rejects.toThrow(/has no manifest\.json/);
  });
});

import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Cloud } from "../../../local/kernel/cloud.ts";
import { SERVICES } from "../../../local/services/list.ts";
import { Deployment } from "../../../local/template/deployment.ts";
import { constraintProblem } from "../../../local/template/parameter-constraints.ts";
import { parseTemplate } from "../../../local/template/read-template.ts";
import type { StackOptions } from "../../../local/template/stack-options.ts";
import type { TemplateParameter } from "../../../local/template/template.ts";

let cloud: Cloud;
let deployment: Deployment;
beforeEach(() => {
  cloud = new Cloud({ clock: { speed: 0 } });
  cloud.list(SERVICES);
  deployment = new Deployment(cloud);
});
afterEach(() => cloud.close());

async function deploy(
  text: string,
  parameters: Readonly<Record<string, string>> = {},
  options: StackOptions = {},
) {
  const template = parseTemplate(text, "t.yaml");
  return deployment.deployStack({ name: "t", template, parameters, assets: new Map() }, options);
}

/** Value of one output of a template with nothing else in it. */
async function output(value: string, rest = ""): Promise<unknown> {
  const { outputs } = await deploy(`${rest}\nResources: {}\nOutputs: { Value: { Value: ${value} } }\n`);
  return outputs["Value"];
}

const EXTENSIONS = "Transform: AWS::LanguageExtensions";

describe("functions", () => {
  test.each([
    ["!Length [a, b, c]", 3],
    ["!ToJsonString { a: [1, !Sub '${AWS::Region}'] }", '{"a":[1,"us-east-1"]}'],
    ["!FindInMap [Days, live, keep, { DefaultValue: 30 }]", 30],
    ["!FindInMap [Days, dev, keep, { DefaultValue: 30 }]", 7],
    ["!FindInMap [Days, !Sub 'de${!v}', keep, { DefaultValue: !Ref AWS::Region }]", "us-east-1"],
  ])("%s is %j with the language extensions", async (text, expected) => {
    expect(await output(text, `${EXTENSIONS}\nMappings: { Days: { dev: { keep: 7, } } }`)).toEqual(expected);
  });

  test.each([
    ["!Length [a]", /^Outputs\.Value\.Value: Fn::Length needs "Transform: AWS::LanguageExtensions"/],
    ["!ToJsonString {}", /Fn::ToJsonString needs/],
    ["!FindInMap [Days, live, keep, { DefaultValue: 1 }]", /Fn::FindInMap with a default value needs/],
  ])("%s is refused without them", async (text, message) => {
    await expect(output(text)).rejects.toThrow(message);
  });

  test.each([
    ['!Cidr ["10.0.0.0/16", 3, 8]', ["10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24"]],
    ['!Cidr ["192.168.1.0/24", 2, 5]', ["192.168.1.0/27", "192.168.1.32/27"]],
    ['!Cidr ["2001:db8:1234:1a00::/56", 2, 64]', ["2001:db8:1234:1a00::/64", "2001:db8:1234:1a01::/64"]],
    ['!Cidr ["fd00::1:0:0/96", 1, 16]', ["fd00::1:0:0/112"]],
  ])("%s divides a block", async (text, expected) => {
    expect(await output(text)).toEqual(expected);
  });

  test("too many blocks are refused", async () => {
    await expect(output('!Cidr ["10.0.0.0/30", 3, 8]')).rejects.toThrow(/cannot take 3 blocks of 8 bits/);
  });

  test("flow style is read with its trailing commas", async () => {
    const { outputs } = await deploy(`{
      "Resources": { },
      "Outputs": { "List": { "Value": { "Fn::Join": ["-", ["a", "b",],], }, }, },
    }`);

    expect(outputs["List"]).toBe("a-b");
  });
});

describe("loops", () => {
  test("make resources, outputs and properties, one inside the other", async () => {
    const stack = await deploy(
      `
Transform: [AWS::LanguageExtensions]
Parameters: { Names: { Type: CommaDelimitedList, Default: "orders, pay-ments" } }
Mappings: { Days: { orders: { keep: 7 } } }
Resources:
  "Fn::ForEach::Groups":
    - Name
    - !Ref Names
    - "Group&{Name}":
        Type: AWS::Logs::LogGroup
        Properties:
          LogGroupName: !Sub "/\${AWS::StackName}/\${Name}"
          RetentionInDays: !FindInMap [Days, !Ref Name, keep, { DefaultValue: 30 }]
      "Fn::ForEach::Filters":
        - Level
        - [error, warn]
        - "Filter&{Name}\${Level}":
            Type: AWS::Logs::MetricFilter
            Properties:
              LogGroupName: !Ref "Group&{Name}"
              FilterPattern: "\${Level}"
              MetricTransformations: [{ MetricName: "\${Level}", MetricNamespace: n, MetricValue: "1" }]
Outputs:
  "Fn::ForEach::Arns":
    - Name
    - !Ref Names
    - "Arn&{Name}": { Value: !GetAtt ["Group&{Name}", Arn] }
`,
    );

    expect(stack.resources.map(({ logicalId, id }) => [logicalId, id])).toEqual([
      ["Grouporders", "/t/orders"],
      ["Filterorderserror", expect.any(String)],
      ["Filterorderswarn", expect.any(String)],
      ["Grouppayments", "/t/pay-ments"],
      ["Filterpaymentserror", expect.any(String)],
      ["Filterpaymentswarn", expect.any(String)],
    ]);
    expect(Object.keys(stack.outputs)).toEqual(["Arnorders", "Arnpayments"]);
    const { logGroups } = await cloud.call<{ logGroups: { retentionInDays: number }[] }>(
      "logs",
      "DescribeLogGroups",
    );
    expect(logGroups.map(({ retentionInDays }) => retentionInDays)).toEqual([7, 30]);
  });

  test.each([
    [
      "what is made twice",
      "[X, [a-b, ab], { 'G&{X}': { Type: AWS::Logs::LogGroup } }]",
      /"Gab" is made twice/,
    ],
    ["a loop without a body", "[X, [a]]", /expected a list of at least 3 elements/],
    [
      "a collection that is none",
      "[X, a, { 'G${X}': { Type: AWS::Logs::LogGroup } }]",
      /expected a list, found "a"/,
    ],
  ])("%s is refused", async (_what, loop, message) => {
    const text = `${EXTENSIONS}\nResources: { "Fn::ForEach::Groups": ${loop} }\n`;

    await expect(deploy(text)).rejects.toThrow(message);
  });
});

describe("parameters", () => {
  test.each<[Partial<TemplateParameter>, string, string | undefined]>([
    [{ AllowedPattern: "[a-z]+" }, "shop", undefined],
    [{ AllowedPattern: "[a-z]+" }, "shop1", "Parameter 'P' must match pattern [a-z]+"],
    [{ AllowedPattern: "(?i)[a-z]+\\Z" }, "Shop", undefined],
    [{ AllowedValues: ["a", "b"] }, "c", "Parameter 'P' must be one of AllowedValues: a, b"],
    [
      { AllowedPattern: "[a-z]+", ConstraintDescription: "letters only" },
      "1",
      "Parameter 'P' failed to satisfy constraint: letters only",
    ],
    [{ MinLength: 3 }, "ab", "Parameter 'P' must contain at least 3 characters"],
    [{ MaxLength: "3" }, "abcd", "Parameter 'P' must contain at most 3 characters"],
    [{ Type: "Number" }, "many", "Parameter 'P' must be a number"],
    [{ Type: "Number", MinValue: 1 }, "0.5", "Parameter 'P' must be a number not less than 1"],
    [{ Type: "Number", MaxValue: 10 }, "11", "Parameter 'P' must be a number not greater than 10"],
    [{ Type: "Number", AllowedValues: [1, 7] }, "7.0", undefined],
    [{ Type: "List<Number>" }, "1,two", "Parameter 'P' must be a number"],
    [{ Type: "CommaDelimitedList", AllowedValues: ["a", "b"] }, "a, b", undefined],
    [
      { Type: "CommaDelimitedList", AllowedValues: ["a"] },
      "a,b",
      "Parameter 'P' must be one of AllowedValues: a",
    ],
  ])("%j takes %j: %s", (parameter, value, problem) => {
    expect(constraintProblem("P", { Type: "String", ...parameter }, value)).toBe(problem);
  });

  test("a value passes exactly when it is between the bounds", () => {
    const bounds = fc.tuple(fc.integer(), fc.integer()).map((two) => two.toSorted((a, b) => a - b));
    fc.assert(
      fc.property(bounds, fc.integer(), ([MinValue, MaxValue], value) => {
        const problem = constraintProblem("P", { Type: "Number", MinValue, MaxValue }, String(value));
        expect(problem === undefined).toBe(value >= MinValue! && value <= MaxValue!);
      }),
    );
  });

  const STORED = `
Parameters:
  Value: { Type: "AWS::SSM::Parameter::Value<String>", Default: /shop/stage }
  Name: { Type: "AWS::SSM::Parameter::Name", Default: /shop/stage }
  Image: { Type: "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>", Default: /aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64 }
Resources: {}
Outputs: { Value: { Value: !Ref Value }, Name: { Value: !Ref Name }, Image: { Value: !Ref Image } }
`;

  test("come from Systems Manager, AWS's own with a value that is made up", async () => {
    await cloud.call("ssm", "PutParameter", { Name: "/shop/stage", Type: "String", Value: "live" });

    const { outputs } = await deploy(STORED);

    expect(outputs).toEqual({ Value: "live", Name: "/shop/stage", Image: expect.stringMatching(/^ami-/) });
  });

  test("that are not there are named", async () => {
    await expect(deploy(STORED)).rejects.toThrow(
      't: the parameter "Value" names /shop/stage, which is not in Systems Manager\'s Parameter Store.',
    );
  });
});

describe("rules", () => {
  const RULES = `
Parameters:
  Stage: { Type: String }
  Days: { Type: Number }
  Zones: { Type: "List<String>", Default: "a,b" }
Rules:
  LongOnLive:
    RuleCondition: !Equals [!Ref Stage, live]
    Assertions:
      - Assert: !Contains [[30, 365], !Ref Days]
        AssertDescription: A live stage keeps its logs for 30 or 365 days.
  Zones:
    Assertions:
      - { Assert: !EachMemberIn [!RefAll "List<String>", [a, b, c]], AssertDescription: zones }
      - { Assert: { "Fn::EachMemberEquals": [{ "Fn::ValueOfAll": ["AWS::EC2::VPC::Id", Tags.Stage] }, x] } }
Resources: {}
`;

  test.each([
    [{ Stage: "live", Days: "30" }, undefined],
    [{ Stage: "dev", Days: "1" }, undefined],
    [
      { Stage: "live", Days: "1" },
      "Rules.LongOnLive.Assertions[0]: A live stage keeps its logs for 30 or 365 days.",
    ],
    [{ Stage: "dev", Days: "1", Zones: "a,d" }, "Rules.Zones.Assertions[0]: zones"],
  ])("hold of %j: %s", async (parameters, problem) => {
    const deployed = deploy(RULES, parameters as unknown as Record<string, string>);

    if (problem === undefined) await expect(deployed).resolves.toBeDefined();
    else await expect(deployed).rejects.toThrow(`t: the template's rules are not kept. ${problem}`);
  });
});

describe("properties", () => {
  test.each([
    ["LogGroupNam: x", "#: extraneous key [LogGroupNam] is not permitted"],
    [
      "Tags: [{ Key: a, Value: b }], retentionInDays: 7",
      "#: extraneous key [retentionInDays] is not permitted",
    ],
  ])("that a log group does not have are refused: %s", async (properties, problem) => {
    const text = `Resources: { Group: { Type: AWS::Logs::LogGroup, Properties: { ${properties} } } }`;

    await expect(deploy(text)).rejects.toThrow(
      `t.Group (AWS::Logs::LogGroup): Properties validation failed for resource Group with message:\n${problem}`,
    );
  });

  test("that have to be there are asked for, inside of others too", async () => {
    const text = `
Resources:
  Filter: { Type: AWS::Logs::MetricFilter, Properties: { FilterPattern: "", MetricTransformations: [{ MetricName: a, MetricValue: 1 }] } }
`;

    await expect(deploy(text)).rejects.toThrow(
      "Properties validation failed for resource Filter with message:\n#: required key [LogGroupName] not found\n#/MetricTransformations/0: required key [MetricNamespace] not found",
    );
  });

  test("are looked at inside lists and maps, and not in documents", async () => {
    const text = `
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: { Statement: [{ Whatever: 1 }] }
      Policies: [{ PolicyName: a, PolicyDocument: {} }, { PolicyName: b, Document: {} }]
`;

    await expect(deploy(text)).rejects.toThrow("#/Policies/1: extraneous key [Document] is not permitted");
  });
});

test("what was made before a failure stays when rolling back is switched off", async () => {
  const text = `
Resources:
  One: { Type: AWS::Logs::LogGroup, Properties: { LogGroupName: one } }
  Two: { Type: AWS::Logs::LogGroup, DependsOn: One, Properties: { LogGroupName: two, RetentionInDays: 2 } }
`;
  const names = async () => {
    const { logGroups } = await cloud.call<{ logGroups: { logGroupName: string }[] }>(
      "logs",
      "DescribeLogGroups",
    );
    return logGroups.map(({ logGroupName }) => logGroupName);
  };

  await expect(deploy(text)).rejects.toThrow("t.Two");
  expect(await names()).toEqual([]);
  await expect(deploy(text, {}, { disableRollback: true })).rejects.toThrow("t.Two");
  expect(await names()).toEqual(["one"]);
  await deploy(text.replace("RetentionInDays: 2", "RetentionInDays: 3"));
  expect(await names()).toEqual(["one", "two"]);
});

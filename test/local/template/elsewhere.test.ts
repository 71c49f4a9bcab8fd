import { afterEach, beforeEach, expect, test } from "vitest";
import { makeImportedResources } from "../../../local/template/imported-resources.ts";
import { idsOf, TemplateCloud } from "./deployed.ts";

let local: TemplateCloud;
beforeEach(() => {
  local = new TemplateCloud();
});
afterEach(() => local[Symbol.asyncDispose]());

const STAND_IN = { skipUnknown: true, standInForAbsent: true } as const;

test("exports, secrets, parameters and outputs that are not here are stood for, and listed", async () => {
  const stack = await local.deploy(
    `
Parameters:
  Network: { Type: "AWS::SSM::Parameter::Value<String>", Default: /network/vpc }
Resources:
  Alarm:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: Shop
      MetricName: Errors
      Statistic: Sum
      Period: 60
      EvaluationPeriods: 1
      Threshold: 1
      ComparisonOperator: GreaterThanThreshold
      AlarmActions: [ { "Fn::ImportValue": alerts-TopicARN } ]
      AlarmDescription: !Sub "\${Network} {{resolve:secretsmanager:shop/key}}"
  Topic:
    Type: AWS::SNS::Topic
    Properties: { DisplayName: !GetStackOutput { StackName: other, OutputName: Label } }
`,
    STAND_IN,
  );

  const { MetricAlarms } = await local.call<{ MetricAlarms: object[] }>("monitoring", "DescribeAlarms");
  expect(MetricAlarms).toMatchObject([
    {
      AlarmActions: ["arn:aws:sns:us-east-1:123456789012:alerts-TopicARN"],
      AlarmDescription: "network-vpc shop-key",
    },
  ]);
  expect(stack.standIns).toEqual([
    "the parameter /network/vpc of Systems Manager: network-vpc",
    'the export "alerts-TopicARN": arn:aws:sns:us-east-1:123456789012:alerts-TopicARN',
    "{{resolve:secretsmanager:shop/key}}: shop-key",
    'the output "Label" of the stack other: Label',
  ]);
});

test("without that wish they are refused", async () => {
  const template = (value: string) =>
    `Resources: { Topic: { Type: "AWS::SNS::Topic", Properties: { DisplayName: ${value} } } }`;

  await expect(local.deploy(template("{ Fn::ImportValue: alerts }"))).rejects.toThrow(
    "No export named alerts found.",
  );
  await expect(
    local.deploy(template("{ Fn::GetStackOutput: { StackName: other, OutputName: Label } }")),
  ).rejects.toThrow('the stack "other" is not in this region or has no output "Label"');
  await expect(local.deploy(template('"{{resolve:ssm:/shop/name}}"'))).rejects.toThrow(
    "Parameter /shop/name not found.",
  );
});

test("an output of another stack is read without an export", async () => {
  await local.deploy(
    "Resources: { A: { Type: AWS::SNS::Topic } }\nOutputs: { Name: { Value: !GetAtt A.TopicName } }",
    {
      name: "other",
    },
  );

  const stack = await local.deploy(`
Resources:
  Copy:
    Type: AWS::SNS::Topic
    Properties: { DisplayName: { Fn::GetStackOutput: { StackName: !Sub "oth\${Er}", OutputName: Name, Region: us-east-1 } } }
Parameters: { Er: { Type: String, Default: er } }
`);

  const { Attributes } = await local.call<{ Attributes: Record<string, string> }>(
    "sns",
    "GetTopicAttributes",
    {
      TopicArn: idsOf(stack)["Copy"],
    },
  );
  expect(Attributes["DisplayName"]).toMatch(/^other-A-/);
});

test("what the template names and does not make is made, what it makes later is not", async () => {
  const arn = (service: string, name: string) => `arn:aws:${service}:us-east-1:123456789012:${name}`;
  const stack = await local.deploy(
    `
Resources:
  Told: { Type: AWS::SNS::Subscription, Properties: { TopicArn: "${arn("sns", "alerts")}", Protocol: sqs, Endpoint: !GetAtt Queue.Arn } }
  Queue: { Type: AWS::SQS::Queue, Properties: { RedrivePolicy: { deadLetterTargetArn: "${arn("sqs", "dead")}", maxReceiveCount: 3 } } }
  May: { Type: AWS::Lambda::Permission, Properties: { FunctionName: forwarder, Action: lambda:InvokeFunction, Principal: logs.amazonaws.com } }
  Read: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: forwarder, EventSourceArn: "${arn("kinesis", "stream/logs")}", StartingPosition: LATEST } }
  OwnPolicy: { Type: AWS::S3::BucketPolicy, DependsOn: Own, Properties: { Bucket: own, PolicyDocument: { Version: "2012-10-17", Statement: [] } } }
  Own: { Type: AWS::S3::Bucket, Properties: { BucketName: own } }
  Foreign: { Type: AWS::SNS::Subscription, Properties: { TopicArn: "arn:aws:sns:eu-west-1:111111111111:ranges", Protocol: email, Endpoint: a@example.com } }
`,
    STAND_IN,
  );

  expect(stack.standIns).toEqual([
    "the queue dead: made, empty",
    "the topic alerts: made, empty",
    "the function forwarder: made, empty",
    "the stream logs: made, empty",
  ]);
  const foreign = stack.resources.find(({ logicalId }) => logicalId === "Foreign");
  expect(foreign?.placeholder).toMatch(
    /^It needs arn:aws:sns:eu-west-1:111111111111:ranges, which is of another account or region/,
  );
});

test("a function that is imported has a role of the cloud's own account", async () => {
  await using other = new TemplateCloud({ accountId: "210987654321" });

  const made = await makeImportedResources(
    other.cloud,
    "AWS::Lambda::Permission",
    { FunctionName: "forwarder" },
    new Set(),
  );

  expect(made).toEqual(["the function forwarder"]);
  const { Role } = await other.call<{ Role: string }>("lambda", "GetFunctionConfiguration", {
    FunctionName: "forwarder",
  });
  expect(Role).toBe("arn:aws:iam::210987654321:role/imported");
});

test.each([
  ...[
    "lambda:OWN",
    "lambda:OWN:function",
    "lambda:OWN:function:",
    "sns:OWN",
    "sns:OWN:",
    "sqs:OWN",
    "sqs:OWN:",
  ],
  ...[
    "kinesis:OWN",
    "kinesis:OWN:stream/",
    "events:OWN",
    "events:OWN:event-bus/",
    "s3",
    "s3:::",
    "s3:::/a",
    "",
  ],
])("an ARN without a resource names nothing to import: arn:aws:%s", async (rest) => {
  const arn = `arn:aws:${rest.replace("OWN", "us-east-1:123456789012")}`;

  const made = await makeImportedResources(
    local.cloud,
    "AWS::Logs::SubscriptionFilter",
    { DestinationArn: arn },
    new Set(),
  );

  expect(made).toEqual([]);
});

test("a custom resource whose function has no code here is a placeholder", async () => {
  const stack = await local.deploy(`
Resources:
  Function: { Type: AWS::Lambda::Function, Properties: { Runtime: nodejs24.x, Handler: i.h, Role: "arn:aws:iam::123456789012:role/r", Code: { S3Bucket: assets, S3Key: code.zip } } }
  Cleared: { Type: Custom::Clear, Properties: { ServiceToken: !GetAtt Function.Arn } }
`);

  expect(stack.resources.map(({ placeholder }) => placeholder)).toEqual([
    "Its code is s3://assets/code.zip, which the local cloud does not have: give it with --asset code.zip=PATH.",
    "Its function is a placeholder. Its code is s3://assets/code.zip, which the local cloud does not have: give it with --asset code.zip=PATH.",
  ]);
});

test("references to placeholders look like AWS's: ARNs, lists, names of metrics, and properties", async () => {
  const { outputs } = await local.deploy(
    `
Resources:
  Machine: { Type: AWS::StepFunctions::StateMachine, Properties: { StateMachineName: orders, RoleArn: "arn:aws:iam::123456789012:role/r", DefinitionString: "{}" } }
  Launch: { Type: AWS::AutoScaling::LaunchConfiguration, Properties: { KeyName: "", ImageId: ami-1, InstanceType: t3.micro } }
  Network: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.1.0.0/16 } }
  Balancer: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Name: shop } }
  Started:
    Type: AWS::Events::Rule
    Properties: { ScheduleExpression: rate(1 hour), Targets: [{ Id: machine, Arn: !Ref Machine, RoleArn: "arn:aws:iam::123456789012:role/r" }] }
Outputs:
  Machine: { Value: !Ref Machine }
  Launch: { Value: !Ref Launch }
  Subnets: { Value: !Join [" ", !Cidr [!GetAtt Network.CidrBlock, 2, 8]] }
  Own: { Value: !Select [0, !GetAtt Network.Ipv6CidrBlocks] }
  Balancer: { Value: !GetAtt Balancer.LoadBalancerFullName }
  Part: { Value: !Select [1, !Split ["/", !Ref Balancer]] }
`,
    STAND_IN,
  );

  expect(outputs).toEqual({
    Machine: "arn:aws:states:us-east-1:123456789012:stateMachine:orders",
    Launch: expect.stringMatching(/^shop-Launch-/),
    Subnets: "10.1.0.0/24 10.1.1.0/24",
    Own: "2001:db8:1234:1a00::/56",
    Balancer: expect.stringMatching(/^app\/shop\/[0-9a-f]{16}$/),
    Part: "app",
  });
});

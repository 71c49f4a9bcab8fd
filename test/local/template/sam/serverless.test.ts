import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseTemplate } from "../../../../local/template/read-template.ts";
import { expandServerless } from "../../../../local/template/sam/serverless.ts";
import type { Template } from "../../../../local/template/template.ts";
import { idsOf, TemplateCloud } from "../deployed.ts";

const expanded = (text: string): Template =>
  expandServerless(parseTemplate(`Transform: AWS::Serverless-2016-10-31\n${text}`, "sam.yaml"));
const typesOf = ({ Resources }: Template) =>
  Object.fromEntries(Object.entries(Resources).map(([id, { Type }]) => [id, Type]));
const withEvent = (event: string) => `
Resources:
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      InlineCode: "exports.handler = async () => 1"
      Handler: index.handler
      Runtime: nodejs22.x
      Role: arn:aws:iam::123456789012:role/r
      Events: { On: ${event} }
  Bucket: { Type: AWS::S3::Bucket }
  Pool: { Type: AWS::Cognito::UserPool }
`;

describe("an event makes the resources that SAM's documentation names", () => {
  test.each<[string, Record<string, string>]>([
    ["{ Type: SQS, Properties: { Queue: arn } }", { WorkerOn: "AWS::Lambda::EventSourceMapping" }],
    [
      "{ Type: Kinesis, Properties: { Stream: arn, StartingPosition: LATEST } }",
      { WorkerOn: "AWS::Lambda::EventSourceMapping" },
    ],
    [
      "{ Type: SNS, Properties: { Topic: arn } }",
      { WorkerOn: "AWS::SNS::Subscription", WorkerOnPermission: "AWS::Lambda::Permission" },
    ],
    [
      "{ Type: SNS, Properties: { Topic: arn, SqsSubscription: true } }",
      {
        WorkerOn: "AWS::SNS::Subscription",
        WorkerOnQueue: "AWS::SQS::Queue",
        WorkerOnQueuePolicy: "AWS::SQS::QueuePolicy",
        WorkerOnEventSourceMapping: "AWS::Lambda::EventSourceMapping",
      },
    ],
    [
      "{ Type: S3, Properties: { Bucket: !Ref Bucket, Events: s3:ObjectCreated:* } }",
      { WorkerOnPermission: "AWS::Lambda::Permission" },
    ],
    [
      "{ Type: Schedule, Properties: { Schedule: rate(5 minutes), DeadLetterConfig: { Type: SQS } } }",
      {
        WorkerOn: "AWS::Events::Rule",
        WorkerOnPermission: "AWS::Lambda::Permission",
        WorkerOnQueue: "AWS::SQS::Queue",
        WorkerOnQueuePolicy: "AWS::SQS::QueuePolicy",
      },
    ],
    [
      "{ Type: IoTRule, Properties: { Sql: SELECT * FROM 'doors' } }",
      { WorkerOn: "AWS::IoT::TopicRule", WorkerOnPermission: "AWS::Lambda::Permission" },
    ],
    ["{ Type: AlexaSkill }", { WorkerOnPermission: "AWS::Lambda::Permission" }],
    [
      "{ Type: Cognito, Properties: { UserPool: !Ref Pool, Trigger: PreSignUp } }",
      { WorkerCognitoPermission: "AWS::Lambda::Permission" },
    ],
    [
      "{ Type: SelfManagedKafka, Properties: { KafkaBootstrapServers: ['a:9092'], Topics: [t] } }",
      { WorkerOn: "AWS::Lambda::EventSourceMapping" },
    ],
    [
      "{ Type: DocumentDB, Properties: { Cluster: arn, DatabaseName: d, StartingPosition: LATEST } }",
      { WorkerOn: "AWS::Lambda::EventSourceMapping" },
    ],
    [
      "{ Type: ScheduleV2, Properties: { ScheduleExpression: rate(5 minutes) } }",
      { WorkerOn: "AWS::Scheduler::Schedule", WorkerOnRole: "AWS::IAM::Role" },
    ],
    [
      "{ Type: EventBridgeRule, Properties: { Pattern: { source: [shop] } } }",
      { WorkerOn: "AWS::Events::Rule", WorkerOnPermission: "AWS::Lambda::Permission" },
    ],
    [
      "{ Type: CloudWatchEvent, Properties: { Pattern: { source: [shop] } } }",
      { WorkerOn: "AWS::Events::Rule", WorkerOnPermission: "AWS::Lambda::Permission" },
    ],
    [
      "{ Type: CloudWatchLogs, Properties: { LogGroupName: /a, FilterPattern: ERROR } }",
      { WorkerOn: "AWS::Logs::SubscriptionFilter", WorkerOnPermission: "AWS::Lambda::Permission" },
    ],
    [
      "{ Type: HttpApi, Properties: { Path: /orders, Method: get } }",
      {
        WorkerOnPermission: "AWS::Lambda::Permission",
        ServerlessHttpApi: "AWS::ApiGatewayV2::Api",
        ServerlessHttpApiApiGatewayDefaultStage: "AWS::ApiGatewayV2::Stage",
      },
    ],
    [
      "{ Type: Api, Properties: { Path: /orders, Method: any } }",
      {
        WorkerOnPermissionProd: "AWS::Lambda::Permission",
        ServerlessRestApi: "AWS::ApiGateway::RestApi",
        ServerlessRestApiProdStage: "AWS::ApiGateway::Stage",
      },
    ],
  ])("%s", (event, types) => {
    const { Worker, Bucket: _bucket, Pool: _pool, ...generated } = typesOf(expanded(withEvent(event)));

    expect(Worker).toBe("AWS::Lambda::Function");
    const withoutDigests = Object.fromEntries(
      Object.entries(generated).filter(([id]) => !/Deployment[0-9a-f]{10}$/.test(id)),
    );
    expect(withoutDigests).toEqual(types);
  });

  test("a type that is not known is refused by its place", () => {
    expect(() => expanded(withEvent("{ Type: Carrier }"))).toThrow(
      "Resources.Worker.Properties.Events.On: the local cloud does not know events of the type Carrier.",
    );
  });
});

test("globals stand below a function's own properties", () => {
  const { Resources } = expanded(`
Globals:
  Function:
    Runtime: nodejs22.x
    Timeout: 3
    Environment: { Variables: { STAGE: dev, LEVEL: info } }
    Layers: [arn:one]
    Tags: { team: shop }
Resources:
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: s3://code/worker.zip
      Handler: app.handler
      Timeout: 10
      Environment: { Variables: { LEVEL: debug } }
      Layers: [arn:two]
      Tracing: Active
      LoggingConfig: { LogFormat: JSON, LogGroup: /shop }
      DeadLetterQueue: { Type: SQS, TargetArn: arn:queue }
`);

  expect(Resources["Worker"]!.Properties).toEqual({
    Runtime: "nodejs22.x",
    Handler: "app.handler",
    Timeout: 10,
    Environment: { Variables: { STAGE: "dev", LEVEL: "debug" } },
    Layers: ["arn:one", "arn:two"],
    Tags: [
      { Key: "lambda:createdBy", Value: "SAM" },
      { Key: "team", Value: "shop" },
    ],
    TracingConfig: { Mode: "Active" },
    LoggingConfig: { LogFormat: "JSON", LogGroup: "/shop" },
    DeadLetterConfig: { TargetArn: "arn:queue" },
    Code: { S3Bucket: "code", S3Key: "worker.zip" },
    Role: { "Fn::GetAtt": ["WorkerRole", "Arn"] },
  });
});

test("references to alias, version and layer name what is generated for them", () => {
  const { Resources, Outputs } = expanded(`
Resources:
  Shared: { Type: AWS::Serverless::LayerVersion, Properties: { ContentUri: s3://code/layer.zip } }
  Worker:
    Type: AWS::Serverless::Function
    Condition: Always
    Properties:
      { CodeUri: { Bucket: code, Key: w.zip, Version: v1 }, Handler: a.b, Runtime: nodejs22.x, AutoPublishAlias: live, Layers: [!Ref Shared] }
Outputs:
  Alias: { Value: !Ref Worker.Alias }
  Version: { Value: !GetAtt Worker.Version.Version }
  Text: { Value: !Sub "\${Worker.Alias} \${Worker.Arn} \${Shared}" }
`);

  const version = Object.keys(Resources).find((id) => id.startsWith("WorkerVersion"))!;
  const layer = Object.keys(Resources).find((id) => /^Shared[0-9a-f]{10}$/.test(id))!;
  expect(Resources["Worker"]!.Properties!["Layers"]).toEqual([{ Ref: layer }]);
  expect(Resources["WorkerAliaslive"]).toMatchObject({
    Condition: "Always",
    Properties: { FunctionVersion: { "Fn::GetAtt": [version, "Version"] } },
  });
  expect(Outputs).toEqual({
    Alias: { Value: { Ref: "WorkerAliaslive" } },
    Version: { Value: { "Fn::GetAtt": [version, "Version"] } },
    Text: { Value: { "Fn::Sub": `\${WorkerAliaslive} \${Worker.Arn} \${${layer}}` } },
  });
});

test("policies become the role's, by name, ARN, document and template", () => {
  const { Resources } = expanded(`
Resources:
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      InlineCode: "1"
      Handler: index.handler
      Runtime: nodejs22.x
      VpcConfig: { SubnetIds: [s], SecurityGroupIds: [g] }
      Policies:
        - CloudWatchLogsReadOnlyAccess
        - arn:aws:iam::aws:policy/AmazonSQSFullAccess
        - SQSPollerPolicy: { QueueName: q }
        - Statement: [{ Effect: Allow, Action: "sns:Publish", Resource: "*" }]
      Events: { Queue: { Type: SQS, Properties: { Queue: arn } } }
`);

  const role = Resources["WorkerRole"]!.Properties!;
  const managed = role["ManagedPolicyArns"] as (string | { "Fn::Sub": string })[];
  expect(managed.map((one) => (typeof one === "string" ? one : one["Fn::Sub"]).split(":policy/")[1])).toEqual(
    [
      "service-role/AWSLambdaBasicExecutionRole",
      "service-role/AWSLambdaVPCAccessExecutionRole",
      "CloudWatchLogsReadOnlyAccess",
      "AmazonSQSFullAccess",
      "service-role/AWSLambdaSQSQueueExecutionRole",
    ],
  );
  expect((role["Policies"] as { PolicyName: string }[]).map(({ PolicyName }) => PolicyName)).toEqual([
    "WorkerRolePolicy2",
    "WorkerRolePolicy3",
  ]);
});

test("a serverless stack comes up with the code beside its template, and its events call it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sam-"));
  mkdirSync(join(folder, "src"));
  writeFileSync(
    join(folder, "src/app.js"),
    `exports.handler = async (event) => { console.log("got", event.Records?.[0]?.Sns?.Message ?? event.source); };`,
  );
  await using local = new TemplateCloud();
  const stack = await local.deploy(
    `
Transform: AWS::Serverless-2016-10-31
Globals: { Function: { Runtime: nodejs22.x, Handler: app.handler, CodeUri: src/ } }
Resources:
  Topic: { Type: AWS::SNS::Topic }
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      LoggingConfig: { LogGroup: !Ref Group }
      AutoPublishAlias: live
      Events:
        Told: { Type: SNS, Properties: { Topic: !Ref Topic } }
        Ordered: { Type: EventBridgeRule, Properties: { Pattern: { source: [shop.orders] } } }
  Group: { Type: AWS::Logs::LogGroup, Properties: { LogGroupName: /shop/worker } }
`,
    { file: join(folder, "template.yaml") },
  );

  await local.call("sns", "Publish", { TopicArn: idsOf(stack)["Topic"], Message: "hello" });
  await local.call("events", "PutEvents", {
    Entries: [{ Source: "shop.orders", DetailType: "order", Detail: "{}" }],
  });
  await local.cloud.settled();

  const messages = (await local.messages("/shop/worker")).filter((message) => message.includes("got"));
  expect(messages.map((message) => /got (.*)/.exec(message)![1]).sort()).toEqual(["hello", "shop.orders"]);
  rmSync(folder, { recursive: true });
});

test("an API's own definition gets the routes of events when the two are to be merged", () => {
  const { Resources } = expanded(`
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties:
      StageName: live
      MergeDefinitions: true
      DefinitionBody: { swagger: "2.0", paths: { /own: { get: {} } } }
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      InlineCode: "exports.handler = async () => 1"
      Handler: index.handler
      Runtime: nodejs22.x
      AutoPublishCodeSha256: abc
      Description: !Ref AWS::StackName
      Events: { Get: { Type: Api, Properties: { Path: /orders, Method: get, RestApiId: !Ref Shop } } }
`);

  const { paths } = Resources["Shop"]!.Properties!["Body"] as { paths: object };

  expect(Object.keys(paths).sort()).toEqual(["/orders", "/own"]);
  expect(Resources["Worker"]!.Properties!["Description"]).toEqual({
    "Fn::Join": [" ", [{ Ref: "AWS::StackName" }, "abc"]],
  });
});

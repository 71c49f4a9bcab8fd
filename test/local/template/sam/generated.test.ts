import { expect, test } from "vitest";
import { parseTemplate } from "../../../../local/template/read-template.ts";
import { expandServerless } from "../../../../local/template/sam/serverless.ts";
import type { Template } from "../../../../local/template/template.ts";
import { idsOf, TemplateCloud } from "../deployed.ts";

const expanded = (text: string, parameters: Readonly<Record<string, unknown>> = {}): Template =>
  expandServerless(parseTemplate(`Transform: AWS::Serverless-2016-10-31\n${text}`, "sam.yaml"), parameters);

const WORKER = "CodeUri: s3://b/k.zip, Handler: i.h, Runtime: nodejs22.x";

test("versions, layers and aliases have the logical ids that SAM makes of code, variables and parameters", () => {
  const { Resources } = expanded(
    `
Resources:
  Plain: { Type: AWS::Serverless::Function, Properties: { ${WORKER}, AutoPublishAlias: live } }
  Pinned:
    Type: AWS::Serverless::Function
    Properties: { ${WORKER}, AutoPublishAlias: !Ref Stage, AutoPublishCodeSha256: 6b86b273ff34fce19d6b804eff5a3f57 }
  Sized:
    Type: AWS::Serverless::Function
    Properties:
      { ${WORKER}, AutoPublishAlias: live-2, MemorySize: 128, Environment: { Variables: { A: a } }, DeploymentPreference: { Enabled: false } }
  L2: { Type: AWS::Serverless::LayerVersion, Properties: { ContentUri: s3://b/l.zip } }
`,
    { Stage: "dev_1" },
  );

  expect(
    Object.keys(Resources)
      .filter((id) => !id.endsWith("Role"))
      .sort(),
  ).toEqual([
    "L2711c49033b",
    "Pinned",
    "PinnedAliasdevU1",
    "PinnedVersion6b86b273ff",
    "Plain",
    "PlainAliaslive",
    "PlainVersion694d741b46",
    "Sized",
    "SizedAliasliveD2",
    "SizedVersion068fc64777",
  ]);
  expect(Resources["Pinned"]!.Properties!["Description"]).toBe("6b86b273ff34fce19d6b804eff5a3f57");
});

test("a deployment preference makes CodeDeploy's resources once, and the alias's policy", () => {
  const { Resources } = expanded(`
Resources:
  One:
    Type: AWS::Serverless::Function
    Properties:
      { ${WORKER}, AutoPublishAlias: live, DeploymentPreference: { Type: Canary10Percent5Minutes, Alarms: [!Ref Alarm], Hooks: { PreTraffic: !Ref Two } } }
  Two:
    Type: AWS::Serverless::Function
    Properties: { ${WORKER}, AutoPublishAlias: live, DeploymentPreference: { Type: AllAtOnce, Role: "arn:aws:iam::123456789012:role/r" } }
`);

  expect(Object.keys(Resources)).toEqual(
    expect.arrayContaining([
      "CodeDeployServiceRole",
      "OneDeploymentGroup",
      "ServerlessDeploymentApplication",
      "TwoDeploymentGroup",
    ]),
  );
  expect(Resources["OneAliaslive"]!.UpdatePolicy).toEqual({
    CodeDeployLambdaAliasUpdate: {
      ApplicationName: { Ref: "ServerlessDeploymentApplication" },
      DeploymentGroupName: { Ref: "OneDeploymentGroup" },
      BeforeAllowTrafficHook: { Ref: "Two" },
    },
  });
  expect(Resources["OneDeploymentGroup"]!.Properties).toMatchObject({
    AlarmConfiguration: { Enabled: true, Alarms: [{ Name: { Ref: "Alarm" } }] },
    ServiceRoleArn: { "Fn::GetAtt": ["CodeDeployServiceRole", "Arn"] },
  });
});

test("globals are left out where they are not wanted, and tags go to everything where they are", () => {
  const { Resources } = expanded(`
Globals: { Function: { Timeout: 5, Tags: { team: shop }, PropagateTags: true } }
Resources:
  All:
    Type: AWS::Serverless::Function
    Properties: { ${WORKER}, EventInvokeConfig: { DestinationConfig: { OnFailure: { Type: SQS } } } }
  Some: { Type: AWS::Serverless::Function, IgnoreGlobals: [Tags], Properties: { ${WORKER} } }
  None: { Type: AWS::Serverless::Function, IgnoreGlobals: "*", Properties: { ${WORKER} } }
`);

  const team = [{ Key: "team", Value: "shop" }];
  expect(Resources["All"]!.Properties).toMatchObject({ Timeout: 5, Tags: team });
  expect(Resources["AllRole"]!.Properties!["Tags"]).toEqual(team);
  expect(Resources["AllEventInvokeConfigOnFailureQueue"]!.Properties).toEqual({ Tags: team });
  expect(Resources["Some"]!.Properties).toMatchObject({ Timeout: 5, Tags: [{ Key: "lambda:createdBy" }] });
  expect(Resources["None"]!.Properties!["Timeout"]).toBeUndefined();
});

test("generated resources go with their function: by condition, and by what becomes of them", () => {
  const { Resources } = expanded(`
Resources:
  Worker:
    Type: AWS::Serverless::Function
    Condition: Wanted
    DeletionPolicy: Retain
    Metadata: { Note: mine }
    Properties:
      { ${WORKER}, Events: { Put: { Type: S3, Properties: { Bucket: !Ref Bucket, Events: "s3:ObjectCreated:*" } }, Get: { Type: Api, Properties: { Path: /a, Method: get } } } }
  Bucket: { Type: AWS::S3::Bucket }
`);

  expect(Resources["WorkerRole"]).toMatchObject({ Condition: "Wanted", DeletionPolicy: "Retain" });
  expect(Resources["ServerlessRestApi"]).toMatchObject({ Condition: "Wanted" });
  expect(Resources["Bucket"]!.Properties).toEqual({
    NotificationConfiguration: {
      LambdaConfigurations: [
        {
          "Fn::If": [
            "Wanted",
            { Event: "s3:ObjectCreated:*", Function: { "Fn::GetAtt": ["Worker", "Arn"] } },
            { Ref: "AWS::NoValue" },
          ],
        },
      ],
    },
  });
});

test("a state machine's events, version and alias are made", () => {
  const { Resources } = expanded(`
Resources:
  Flow:
    Type: AWS::Serverless::StateMachine
    Properties:
      Definition: { StartAt: A, States: { A: { Type: Pass, End: true } } }
      AutoPublishAlias: live
      Events:
        Hourly: { Type: Schedule, Properties: { Schedule: rate(1 hour) } }
        Daily: { Type: ScheduleV2, Properties: { ScheduleExpression: rate(1 day) } }
        Ordered: { Type: EventBridgeRule, Properties: { Pattern: { source: [shop] } } }
        Asked: { Type: Api, Properties: { Path: /flow, Method: post } }
`);

  expect(
    Object.keys(Resources)
      .filter((id) => !/Deployment[0-9a-f]{10}$/.test(id))
      .sort(),
  ).toEqual([
    "Flow",
    "FlowAliaslive",
    "FlowAskedRole",
    "FlowDaily",
    "FlowDailyRole",
    "FlowHourly",
    "FlowHourlyRole",
    "FlowOrdered",
    "FlowOrderedRole",
    "FlowRole",
    "FlowVersion",
    "ServerlessRestApi",
    "ServerlessRestApiProdStage",
  ]);
  expect(Resources["FlowOrdered"]!.Properties!["Targets"]).toEqual([
    {
      Id: "FlowOrderedStepFunctionsTarget",
      Arn: { Ref: "Flow" },
      RoleArn: { "Fn::GetAtt": ["FlowOrderedRole", "Arn"] },
    },
  ]);
});

test("stages, usage plans and authorizers of a REST API have SAM's names, and its paths answer preflights", () => {
  const { Resources } = expanded(`
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: v1
      Cors: "'https://shop.example'"
      Auth: { Authorizers: { Mine: { FunctionArn: arn } }, UsagePlan: { CreateUsagePlan: PER_API } }
  Worker:
    Type: AWS::Serverless::Function
    Properties: { ${WORKER}, Events: { Get: { Type: Api, Properties: { RestApiId: !Ref Api, Path: /a, Method: get } } } }
`);

  expect(Object.keys(Resources)).toEqual(
    expect.arrayContaining([
      "Apiv1Stage",
      "ApiApiKey",
      "ApiMineAuthorizerPermission",
      "ApiUsagePlan",
      "ApiUsagePlanKey",
      "WorkerGetPermissionv1",
    ]),
  );
  const { paths } = Resources["Api"]!.Properties!["Body"] as {
    paths: Record<string, Record<string, object>>;
  };
  expect(paths["/a"]!["options"]).toMatchObject({
    "x-amazon-apigateway-integration": {
      type: "mock",
      responses: {
        default: {
          responseParameters: {
            "method.response.header.Access-Control-Allow-Origin": "'https://shop.example'",
            "method.response.header.Access-Control-Allow-Methods": "'GET,OPTIONS'",
          },
        },
      },
    },
  });
});

test("connectors let topics into functions and queues, and everything comes up", async () => {
  await using local = new TemplateCloud();
  const stack = await local.deploy(`
Transform: AWS::Serverless-2016-10-31
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Connectors: { ToQueue: { Properties: { Destination: { Id: Queue }, Permissions: [Write] } } }
  Queue: { Type: AWS::SQS::Queue }
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      InlineCode: exports.handler = async (event) => console.log("got", event.Records[0].Sns.Message)
      Handler: index.handler
      Runtime: nodejs22.x
      LoggingConfig: { LogGroup: /shop/worker }
  Let: { Type: AWS::Serverless::Connector, Properties: { Source: { Id: Topic }, Destination: { Id: Worker }, Permissions: [Write] } }
  Told: { Type: AWS::SNS::Subscription, Properties: { TopicArn: !Ref Topic, Protocol: lambda, Endpoint: !GetAtt Worker.Arn } }
  Kept: { Type: AWS::SNS::Subscription, Properties: { TopicArn: !Ref Topic, Protocol: sqs, Endpoint: !GetAtt Queue.Arn, RawMessageDelivery: true } }
`);
  const ids = idsOf(stack);

  await local.call("sns", "Publish", { TopicArn: ids["Topic"], Message: "hello" });
  await local.cloud.settled();

  expect(Object.keys(ids)).toEqual(
    expect.arrayContaining(["LetWriteLambdaPermission", "TopicToQueueQueuePolicy"]),
  );
  expect((await local.messages("/shop/worker")).some((message) => message.includes("got hello"))).toBe(true);
  const { Messages } = await local.call<{ Messages: object[] }>("sqs", "ReceiveMessage", {
    QueueUrl: ids["Queue"],
  });
  expect(Messages).toMatchObject([{ Body: "hello" }]);
});

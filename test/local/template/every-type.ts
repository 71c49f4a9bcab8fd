import type { Cloud } from "../../../local/kernel/cloud.ts";
import { openCustomResourceResponses } from "../../../local/template/custom-resources/responses.ts";

/** One resource of each type, each with what an update changes of it; `undefined` where there is nothing to change. */
type Properties = Readonly<Record<string, unknown>>;
interface OneOfType {
  readonly Type: string;
  readonly Properties?: Properties;
  readonly DependsOn?: string | readonly string[];
  readonly changed?: Properties;
}

const POLICY = { Version: "2012-10-17", Statement: [] };
const OTHER_POLICY = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "logs:PutLogEvents", Resource: "*" }],
};
const ref = (name: string) => ({ Ref: name });
const att = (name: string, attribute = "Arn") => ({ "Fn::GetAtt": [name, attribute] });
const sub = (text: string) => ({ "Fn::Sub": text });

/** What custom resources of the template are asked. */
interface Asked {
  readonly ResponseURL: string;
  readonly RequestId: string;
  readonly PhysicalResourceId?: string;
}

/** Answers to custom resources in place of their function, without a process of its own. */
export function answerCustomResources(cloud: Cloud): void {
  cloud.register("lambda", {
    Invoke: ({ Payload }: { readonly Payload: Uint8Array }) => {
      const { ResponseURL, RequestId, PhysicalResourceId } = JSON.parse(
        Buffer.from(Payload).toString(),
      ) as Asked;
      const answer = { Status: "SUCCESS", PhysicalResourceId: PhysicalResourceId ?? `thing-${RequestId}` };
      cloud.state(openCustomResourceResponses).take(new URL(ResponseURL), "PUT", JSON.stringify(answer));
      return { StatusCode: 200 };
    },
  });
}

const lambda = (ZipFile: string): Properties => ({
  Runtime: "nodejs24.x",
  Handler: "index.handler",
  Role: att("Role"),
  Code: { ZipFile },
});

export const EVERY_TYPE: Readonly<Record<string, OneOfType>> = {
  Key: { Type: "AWS::KMS::Key", Properties: { KeyPolicy: {} }, changed: { Description: "b" } },
  KeyAlias: { Type: "AWS::KMS::Alias", Properties: { AliasName: "alias/a", TargetKeyId: ref("Key") } },
  Metadata: { Type: "AWS::CDK::Metadata", Properties: { Analytics: "v2" }, changed: { Analytics: "v3" } },
  Role: {
    Type: "AWS::IAM::Role",
    Properties: { AssumeRolePolicyDocument: POLICY, Policies: [{ PolicyName: "a", PolicyDocument: POLICY }] },
    changed: { Policies: [{ PolicyName: "b", PolicyDocument: POLICY }] },
  },
  Group: { Type: "AWS::IAM::Group", changed: { Policies: [{ PolicyName: "b", PolicyDocument: POLICY }] } },
  User: { Type: "AWS::IAM::User", Properties: { Groups: [ref("Group")] }, changed: { Groups: [] } },
  SecondUser: { Type: "AWS::IAM::User" },
  AccessKey: { Type: "AWS::IAM::AccessKey", Properties: { UserName: ref("User") }, changed: { Serial: 2 } },
  GroupPolicy: {
    Type: "AWS::IAM::GroupPolicy",
    Properties: { GroupName: ref("Group"), PolicyName: "p", PolicyDocument: POLICY },
    changed: { PolicyDocument: OTHER_POLICY },
  },
  UserPolicy: {
    Type: "AWS::IAM::UserPolicy",
    Properties: { UserName: ref("User"), PolicyName: "p", PolicyDocument: POLICY },
    changed: { PolicyDocument: OTHER_POLICY },
  },
  RolePolicy: {
    Type: "AWS::IAM::RolePolicy",
    Properties: { RoleName: ref("Role"), PolicyName: "p", PolicyDocument: POLICY },
    changed: { PolicyName: "q" },
  },
  Policy: {
    Type: "AWS::IAM::Policy",
    Properties: { Users: [ref("User")], PolicyName: "q", PolicyDocument: POLICY },
    changed: { Users: [ref("User"), ref("SecondUser")] },
  },
  ManagedPolicy: {
    Type: "AWS::IAM::ManagedPolicy",
    Properties: { PolicyDocument: POLICY, Roles: [ref("Role")] },
    changed: { Roles: [], PolicyDocument: OTHER_POLICY },
  },
  InstanceProfile: {
    Type: "AWS::IAM::InstanceProfile",
    Properties: { Roles: [ref("Role")] },
    changed: { Path: "/b/" },
  },
  ServiceLinkedRole: {
    Type: "AWS::IAM::ServiceLinkedRole",
    Properties: { AWSServiceName: "logs.amazonaws.com" },
    changed: { Description: "b" },
  },
  Membership: {
    Type: "AWS::IAM::UserToGroupAddition",
    Properties: { GroupName: ref("Group"), Users: [ref("SecondUser")] },
    changed: { Users: [ref("User"), ref("SecondUser")] },
  },

  Bucket: {
    Type: "AWS::S3::Bucket",
    Properties: { Tags: [{ Key: "a", Value: "b" }] },
    changed: { Tags: [{ Key: "a", Value: "c" }] },
  },
  BucketPolicy: {
    Type: "AWS::S3::BucketPolicy",
    Properties: { Bucket: ref("Bucket"), PolicyDocument: POLICY },
    changed: { PolicyDocument: OTHER_POLICY },
  },
  BucketNotifications: {
    Type: "Custom::S3BucketNotifications",
    DependsOn: "QueuePolicy",
    Properties: {
      ServiceToken: "none",
      BucketName: ref("Bucket"),
      NotificationConfiguration: {
        QueueConfigurations: [{ QueueArn: att("Queue"), Events: ["s3:ObjectCreated:*"] }],
      },
    },
    changed: { NotificationConfiguration: {} },
  },
  Queue: {
    Type: "AWS::SQS::Queue",
    Properties: { VisibilityTimeout: 90 },
    changed: { VisibilityTimeout: 91 },
  },
  QueuePolicy: {
    Type: "AWS::SQS::QueuePolicy",
    Properties: {
      Queues: [ref("Queue")],
      PolicyDocument: {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: "*" }],
      },
    },
    changed: { PolicyDocument: POLICY },
  },
  Topic: { Type: "AWS::SNS::Topic", Properties: { DisplayName: "a" }, changed: { DisplayName: "b" } },
  TopicPolicy: {
    Type: "AWS::SNS::TopicPolicy",
    Properties: { Topics: [ref("Topic")], PolicyDocument: POLICY },
    changed: { PolicyDocument: OTHER_POLICY },
  },
  Subscription: {
    Type: "AWS::SNS::Subscription",
    Properties: { TopicArn: ref("Topic"), Protocol: "sqs", Endpoint: att("Queue") },
    changed: { RawMessageDelivery: true },
  },
  Secret: {
    Type: "AWS::SecretsManager::Secret",
    Properties: { SecretString: "a" },
    changed: { SecretString: "b" },
  },
  Parameter: {
    Type: "AWS::SSM::Parameter",
    Properties: { Type: "String", Value: "a" },
    changed: { Value: "b" },
  },
  Stream: {
    Type: "AWS::Kinesis::Stream",
    Properties: { ShardCount: 1 },
    changed: { RetentionPeriodHours: 48 },
  },
  DeliveryStream: {
    Type: "AWS::KinesisFirehose::DeliveryStream",
    Properties: {
      ExtendedS3DestinationConfiguration: { BucketARN: att("Bucket"), RoleARN: att("Role"), Prefix: "a/" },
    },
    changed: {
      ExtendedS3DestinationConfiguration: { BucketARN: att("Bucket"), RoleARN: att("Role"), Prefix: "b/" },
    },
  },
  Database: {
    Type: "AWS::Glue::Database",
    Properties: { CatalogId: ref("AWS::AccountId"), DatabaseInput: { Name: "lake" } },
    changed: { DatabaseInput: { Name: "lake", Description: "b" } },
  },
  Table: {
    Type: "AWS::Glue::Table",
    Properties: {
      CatalogId: ref("AWS::AccountId"),
      DatabaseName: ref("Database"),
      TableInput: { Name: "logs" },
    },
    changed: { TableInput: { Name: "logs", Description: "b" } },
  },
  WorkGroup: {
    Type: "AWS::Athena::WorkGroup",
    Properties: { Name: "team", WorkGroupConfiguration: { EnforceWorkGroupConfiguration: true } },
    changed: { WorkGroupConfiguration: { EnforceWorkGroupConfiguration: false } },
  },
  NamedQuery: {
    Type: "AWS::Athena::NamedQuery",
    Properties: { Database: ref("Database"), QueryString: "SELECT 1" },
    changed: { QueryString: "SELECT 2" },
  },

  Handler: {
    Type: "AWS::Lambda::Function",
    Properties: lambda("exports.handler = () => 1;"),
    changed: { MemorySize: 256 },
  },
  CustomHandler: { Type: "AWS::Lambda::Function", Properties: lambda("exports.handler = () => 2;") },
  Thing: {
    Type: "Custom::Thing",
    Properties: { ServiceToken: att("CustomHandler"), A: 1 },
    changed: { A: 2 },
  },
  Macro: {
    Type: "AWS::CloudFormation::Macro",
    Properties: { Name: "macro", FunctionName: att("Handler") },
    changed: { FunctionName: att("CustomHandler") },
  },
  Permission: {
    Type: "AWS::Lambda::Permission",
    Properties: { FunctionName: ref("Handler"), Action: "lambda:InvokeFunction", Principal: "*" },
    changed: { Principal: "logs.amazonaws.com" },
  },
  Version: {
    Type: "AWS::Lambda::Version",
    Properties: { FunctionName: ref("Handler") },
    changed: { Description: "b" },
  },
  FunctionAlias: {
    Type: "AWS::Lambda::Alias",
    Properties: { FunctionName: ref("Handler"), Name: "live", FunctionVersion: att("Version", "Version") },
    changed: { Description: "b" },
  },
  Retries: {
    Type: "AWS::Lambda::EventInvokeConfig",
    Properties: { FunctionName: ref("Handler"), Qualifier: "$LATEST", MaximumRetryAttempts: 0 },
    changed: { MaximumRetryAttempts: 1 },
  },
  Layer: {
    Type: "AWS::Lambda::LayerVersion",
    Properties: { Content: { S3Bucket: "none", S3Key: "none" } },
    changed: { Description: "b" },
  },
  Source: {
    Type: "AWS::Lambda::EventSourceMapping",
    Properties: { FunctionName: ref("Handler"), EventSourceArn: att("Queue") },
    changed: { BatchSize: 5 },
  },
  Url: {
    Type: "AWS::Lambda::Url",
    Properties: { TargetFunctionArn: ref("Handler"), AuthType: "NONE" },
    changed: { AuthType: "AWS_IAM" },
  },

  Api: {
    Type: "AWS::ApiGatewayV2::Api",
    Properties: { Name: "a", ProtocolType: "HTTP" },
    changed: { Name: "b" },
  },
  Authorizer: {
    Type: "AWS::ApiGatewayV2::Authorizer",
    Properties: { ApiId: ref("Api"), AuthorizerType: "JWT", Name: "a" },
    changed: { Name: "b" },
  },
  Integration: {
    Type: "AWS::ApiGatewayV2::Integration",
    Properties: { ApiId: ref("Api"), IntegrationType: "AWS_PROXY", IntegrationUri: att("Handler") },
    changed: { PayloadFormatVersion: "2.0" },
  },
  Route: {
    Type: "AWS::ApiGatewayV2::Route",
    Properties: { ApiId: ref("Api"), RouteKey: "GET /", Target: sub("integrations/${Integration}") },
    changed: { RouteKey: "GET /b" },
  },
  Stage: {
    Type: "AWS::ApiGatewayV2::Stage",
    Properties: { ApiId: ref("Api"), StageName: "live" },
    changed: { AutoDeploy: true },
  },
  ApiDeployment: {
    Type: "AWS::ApiGatewayV2::Deployment",
    DependsOn: "Route",
    Properties: { ApiId: ref("Api") },
    changed: { Description: "b" },
  },
  Domain: { Type: "AWS::ApiGatewayV2::DomainName", Properties: { DomainName: "a.example" } },
  Mapping: {
    Type: "AWS::ApiGatewayV2::ApiMapping",
    Properties: { ApiId: ref("Api"), DomainName: ref("Domain"), Stage: ref("Stage") },
    changed: { ApiMappingKey: "b" },
  },
  RestApi: { Type: "AWS::ApiGateway::RestApi", Properties: { Name: "a" }, changed: { Name: "b" } },
  RestResource: {
    Type: "AWS::ApiGateway::Resource",
    Properties: { RestApiId: ref("RestApi"), ParentId: att("RestApi", "RootResourceId"), PathPart: "a" },
    changed: { PathPart: "b" },
  },
  RestMethod: {
    Type: "AWS::ApiGateway::Method",
    Properties: { RestApiId: ref("RestApi"), ResourceId: ref("RestResource"), HttpMethod: "GET" },
    changed: { HttpMethod: "POST" },
  },
  RestDeployment: {
    Type: "AWS::ApiGateway::Deployment",
    DependsOn: "RestMethod",
    Properties: { RestApiId: ref("RestApi") },
    changed: { Description: "b" },
  },
  RestStage: {
    Type: "AWS::ApiGateway::Stage",
    Properties: { RestApiId: ref("RestApi"), DeploymentId: ref("RestDeployment"), StageName: "live" },
    changed: { Variables: { a: "b" } },
  },
  RestAccount: { Type: "AWS::ApiGateway::Account", changed: { CloudWatchRoleArn: att("Role") } },
  ApiKey: { Type: "AWS::ApiGateway::ApiKey", changed: { Enabled: true } },
  RestAuthorizer: {
    Type: "AWS::ApiGateway::Authorizer",
    Properties: { RestApiId: ref("RestApi"), Type: "TOKEN", Name: "a" },
    changed: { Name: "b" },
  },
  GatewayResponse: {
    Type: "AWS::ApiGateway::GatewayResponse",
    Properties: { RestApiId: ref("RestApi"), ResponseType: "DEFAULT_4XX" },
    changed: { StatusCode: "404" },
  },
  Model: {
    Type: "AWS::ApiGateway::Model",
    Properties: { RestApiId: ref("RestApi") },
    changed: { Schema: {} },
  },
  Validator: {
    Type: "AWS::ApiGateway::RequestValidator",
    Properties: { RestApiId: ref("RestApi") },
    changed: { ValidateRequestBody: true },
  },
  UsagePlan: { Type: "AWS::ApiGateway::UsagePlan", changed: { Description: "b" } },
  UsagePlanKey: {
    Type: "AWS::ApiGateway::UsagePlanKey",
    Properties: { KeyId: ref("ApiKey"), KeyType: "API_KEY", UsagePlanId: ref("UsagePlan") },
  },

  Bus: { Type: "AWS::Events::EventBus", Properties: { Name: "bus" }, changed: { Description: "b" } },
  BusPolicy: {
    Type: "AWS::Events::EventBusPolicy",
    Properties: {
      EventBusName: ref("Bus"),
      StatementId: "s",
      Statement: { Effect: "Allow", Principal: "*", Action: "events:PutEvents", Resource: att("Bus") },
    },
    changed: {
      Statement: { Effect: "Deny", Principal: "*", Action: "events:PutEvents", Resource: att("Bus") },
    },
  },
  Rule: {
    Type: "AWS::Events::Rule",
    Properties: {
      EventBusName: ref("Bus"),
      EventPattern: { source: ["a"] },
      Targets: [{ Id: "q", Arn: att("Queue") }],
    },
    changed: { Targets: [{ Id: "r", Arn: att("Queue") }] },
  },

  LogGroup: {
    Type: "AWS::Logs::LogGroup",
    Properties: { RetentionInDays: 1 },
    changed: { RetentionInDays: 3 },
  },
  LogStream: {
    Type: "AWS::Logs::LogStream",
    Properties: { LogGroupName: ref("LogGroup"), LogStreamName: "one" },
    changed: { LogStreamName: "two" },
  },
  MetricFilter: {
    Type: "AWS::Logs::MetricFilter",
    Properties: {
      LogGroupName: ref("LogGroup"),
      FilterPattern: "ERROR",
      MetricTransformations: [{ MetricName: "Errors", MetricNamespace: "Shop", MetricValue: "1" }],
    },
    changed: { FilterPattern: "FATAL" },
  },
  SubscriptionFilter: {
    Type: "AWS::Logs::SubscriptionFilter",
    Properties: {
      LogGroupName: ref("LogGroup"),
      FilterPattern: "a",
      DestinationArn: att("Stream"),
      RoleArn: att("Role"),
    },
    changed: { FilterPattern: "b" },
  },
  QueryDefinition: {
    Type: "AWS::Logs::QueryDefinition",
    Properties: { Name: "a", QueryString: "fields @message" },
    changed: { QueryString: "fields @timestamp" },
  },
  ResourcePolicy: {
    Type: "AWS::Logs::ResourcePolicy",
    Properties: { PolicyName: "writers", PolicyDocument: JSON.stringify(POLICY) },
    changed: { PolicyDocument: JSON.stringify(OTHER_POLICY) },
  },
  LogAnomalies: {
    Type: "AWS::Logs::LogAnomalyDetector",
    Properties: { LogGroupArnList: [att("LogGroup")] },
    changed: { FilterPattern: "b" },
  },
  Transformer: {
    Type: "AWS::Logs::Transformer",
    Properties: { LogGroupIdentifier: ref("LogGroup"), TransformerConfig: [{ ParseJSON: {} }] },
    changed: { TransformerConfig: [{ ParseJSON: { Source: "@message" } }] },
  },
  AccountPolicy: {
    Type: "AWS::Logs::AccountPolicy",
    Properties: {
      PolicyName: "all",
      PolicyType: "FIELD_INDEX_POLICY",
      PolicyDocument: JSON.stringify({ Fields: ["a"] }),
    },
    changed: { PolicyDocument: JSON.stringify({ Fields: ["b"] }) },
  },
  ScheduledQuery: {
    Type: "AWS::Logs::ScheduledQuery",
    Properties: {
      Name: "hourly",
      QueryLanguage: "CWLI",
      QueryString: "fields @message",
      LogGroupIdentifiers: [ref("LogGroup")],
      ScheduleExpression: "cron(0 * * * ? *)",
      ExecutionRoleArn: att("Role"),
    },
    changed: { QueryString: "fields @timestamp" },
  },
  DeliverySource: {
    Type: "AWS::Logs::DeliverySource",
    Properties: {
      Name: "source",
      LogType: "APPLICATION_LOGS",
      ResourceArn: sub("arn:aws:bedrock:${AWS::Region}:${AWS::AccountId}:knowledge-base/a"),
    },
    changed: { Tags: [{ Key: "a", Value: "b" }] },
  },
  DeliveryDestination: {
    Type: "AWS::Logs::DeliveryDestination",
    Properties: { Name: "destination", DestinationResourceArn: att("LogGroup") },
    changed: { OutputFormat: "json" },
  },
  Delivery: {
    Type: "AWS::Logs::Delivery",
    Properties: {
      DeliverySourceName: ref("DeliverySource"),
      DeliveryDestinationArn: att("DeliveryDestination"),
    },
    changed: { RecordFields: ["event_timestamp"] },
  },
  Destination: {
    Type: "AWS::Logs::Destination",
    Properties: { DestinationName: "central", TargetArn: att("Stream"), RoleArn: att("Role") },
    changed: { DestinationPolicy: JSON.stringify(POLICY) },
  },

  Alarm: {
    Type: "AWS::CloudWatch::Alarm",
    Properties: {
      Namespace: "Shop",
      MetricName: "Errors",
      Statistic: "Sum",
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: "GreaterThanThreshold",
    },
    changed: { Threshold: 1 },
  },
  CompositeAlarm: {
    Type: "AWS::CloudWatch::CompositeAlarm",
    Properties: { AlarmName: "any", AlarmRule: sub("ALARM(${Alarm})") },
    changed: { AlarmRule: sub("OK(${Alarm})") },
  },
  LogAlarm: {
    Type: "AWS::CloudWatch::LogAlarm",
    Properties: {
      ComparisonOperator: "GreaterThanThreshold",
      Threshold: 1,
      QueryResultsToEvaluate: 3,
      QueryResultsToAlarm: 2,
      ScheduledQueryConfiguration: {
        QueryString: "fields @message",
        LogGroupIdentifiers: [ref("LogGroup")],
        ScheduledQueryRoleARN: att("Role"),
        AggregationExpression: "count(*)",
        ScheduleConfiguration: { ScheduleExpression: "rate(5 minutes)", StartTimeOffset: 300 },
      },
    },
    changed: { Threshold: 2 },
  },
  MuteRule: {
    Type: "AWS::CloudWatch::AlarmMuteRule",
    Properties: {
      Name: "nights",
      Rule: { Schedule: { Expression: "cron(0 0 * * *)", Duration: "PT1H" } },
      MuteTargets: { AlarmNames: [ref("Alarm")] },
    },
    changed: { Description: "b" },
  },
  Dashboard: {
    Type: "AWS::CloudWatch::Dashboard",
    Properties: { DashboardBody: '{"widgets":[]}' },
    changed: { DashboardBody: '{"widgets": []}' },
  },
  Anomalies: {
    Type: "AWS::CloudWatch::AnomalyDetector",
    Properties: { Namespace: "Shop", MetricName: "Errors", Stat: "Sum" },
    changed: { Configuration: { MetricTimeZone: "UTC" } },
  },

  DeployApplication: {
    Type: "AWS::CodeDeploy::Application",
    Properties: { ApplicationName: "app" },
    changed: { ComputePlatform: "Lambda" },
  },
  DeployConfig: {
    Type: "AWS::CodeDeploy::DeploymentConfig",
    Properties: { ComputePlatform: "Lambda" },
    changed: { DeploymentConfigName: "slow" },
  },
  DeployGroup: {
    Type: "AWS::CodeDeploy::DeploymentGroup",
    Properties: { ApplicationName: ref("DeployApplication"), ServiceRoleArn: att("Role") },
    changed: { DeploymentConfigName: "other" },
  },
  Handle: { Type: "AWS::CloudFormation::WaitConditionHandle" },
  Wait: {
    Type: "AWS::CloudFormation::WaitCondition",
    DependsOn: "Elsewhere",
    Properties: { Handle: ref("Handle"), Timeout: "60" },
    changed: { Timeout: "90" },
  },
  Nested: {
    Type: "AWS::CloudFormation::Stack",
    Properties: { TemplateURL: "s3://templates/child.json", Parameters: { Value: "a" } },
    changed: { Parameters: { Value: "b" } },
  },
  Elsewhere: {
    Type: "AWS::DynamoDB::Table",
    Properties: { TableName: "orders", Tags: [{ Key: "signals", Value: ref("Handle") }] },
    changed: { BillingMode: "PAY_PER_REQUEST" },
  },
  ForeignSubscription: {
    Type: "AWS::SNS::Subscription",
    Properties: {
      TopicArn: "arn:aws:sns:eu-west-1:210987654321:theirs",
      Protocol: "sqs",
      Endpoint: att("Queue"),
    },
    changed: { RawMessageDelivery: true },
  },
};

/** The template of all, or of all as they are after the update. */
export function everyTypeTemplate(changed: boolean): string {
  const Resources = Object.entries(EVERY_TYPE).map(([id, one]) => {
    const { changed: after, Properties = {}, ...resource } = one;
    return [id, { ...resource, Properties: { ...Properties, ...(changed && after) } }];
  });
  return JSON.stringify({ Resources: Object.fromEntries(Resources) });
}

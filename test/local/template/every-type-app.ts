/** A CDK app of many resource types, for the `cdk` command; `every-type.ts` has all. */
import { App, CfnOutput, CfnResource, Fn, Stack } from "aws-cdk-lib";
import * as cloudwatch from "aws-cdk-lib/aws-cloudwatch";
import * as iam from "aws-cdk-lib/aws-iam";
import * as kms from "aws-cdk-lib/aws-kms";
import * as lambda from "aws-cdk-lib/aws-lambda";
import * as logs from "aws-cdk-lib/aws-logs";
import * as sns from "aws-cdk-lib/aws-sns";
import * as sqs from "aws-cdk-lib/aws-sqs";
import * as ssm from "aws-cdk-lib/aws-ssm";

const app = new App();
const shared = new Stack(app, "Shared");
const stack = new Stack(app, "Everything");

const key = new kms.CfnKey(shared, "Key", { keyPolicy: {} });
const topic = new sns.CfnTopic(shared, "Topic", { topicName: "alerts" });
new CfnOutput(shared, "TopicArn", { value: topic.attrTopicArn, exportName: "alerts-arn" });
new CfnOutput(shared, "KeyArn", { value: key.attrArn, exportName: "key-arn" });
const topicArn = Fn.importValue("alerts-arn");
stack.addDependency(shared);

const role = new iam.CfnRole(stack, "Role", {
  assumeRolePolicyDocument: { Version: "2012-10-17", Statement: [] },
});
new iam.CfnPolicy(stack, "Policy", {
  policyName: "policy",
  policyDocument: { Version: "2012-10-17", Statement: [] },
  roles: [role.ref],
});
new iam.CfnManagedPolicy(stack, "ManagedPolicy", {
  policyDocument: { Version: "2012-10-17", Statement: [] },
});

const group = new logs.CfnLogGroup(stack, "Group", {
  logGroupName: "/shop/api",
  retentionInDays: 7,
  kmsKeyId: Fn.importValue("key-arn"),
});
const stream = new logs.CfnLogStream(stack, "Stream", { logGroupName: group.ref, logStreamName: "one" });
const filter = new logs.CfnMetricFilter(stack, "Filter", {
  logGroupName: group.ref,
  filterPattern: "ERROR",
  metricTransformations: [{ metricName: "Errors", metricNamespace: "Shop", metricValue: "1" }],
});
filter.addDependency(stream);
new logs.CfnQueryDefinition(stack, "Query", {
  name: "errors",
  queryString: "filter @message like /ERROR/",
  logGroupNames: [group.ref],
});
new logs.CfnResourcePolicy(stack, "ResourcePolicy", {
  policyName: "writers",
  policyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [] }),
});
new logs.CfnLogAnomalyDetector(stack, "LogAnomalies", { logGroupArnList: [group.attrArn] });

const dead = new sqs.CfnQueue(stack, "Dead", { queueName: "dead" });
new sqs.CfnQueuePolicy(stack, "QueuePolicy", {
  queues: [dead.ref],
  policyDocument: { Version: "2012-10-17", Statement: [] },
});
const handler = new lambda.Function(stack, "Handler", {
  runtime: lambda.Runtime.NODEJS_22_X,
  handler: "index.handler",
  code: lambda.Code.fromAsset(`${import.meta.dirname}/every-type-handler`),
  functionName: "handler",
  role: iam.Role.fromRoleArn(stack, "HandlerRole", "arn:aws:iam::123456789012:role/handler"),
});
new lambda.LayerVersion(stack, "Layer", {
  code: lambda.Code.fromAsset(`${import.meta.dirname}/every-type-handler`),
});
const version = new lambda.CfnVersion(stack, "Version", { functionName: handler.functionName });
new lambda.CfnAlias(stack, "Alias", {
  functionName: handler.functionName,
  functionVersion: version.attrVersion,
  name: "live",
});
new lambda.CfnEventInvokeConfig(stack, "Retries", {
  functionName: handler.functionName,
  qualifier: "$LATEST",
  maximumRetryAttempts: 0,
  destinationConfig: { onFailure: { destination: dead.attrArn } },
});
for (const [id, principal] of [
  ["LogsPermission", "logs.amazonaws.com"],
  ["TopicPermission", "sns.amazonaws.com"],
] as const)
  new lambda.CfnPermission(stack, id, {
    action: "lambda:InvokeFunction",
    functionName: handler.functionName,
    principal,
  });
const subscriptionFilter = new logs.CfnSubscriptionFilter(stack, "SubscriptionFilter", {
  logGroupName: group.ref,
  filterPattern: "FORWARD",
  destinationArn: handler.functionArn,
});
subscriptionFilter.addDependency(stack.node.findChild("LogsPermission") as CfnResource);
new sns.CfnSubscription(stack, "Subscription", {
  topicArn,
  protocol: "lambda",
  endpoint: handler.functionArn,
});
new sns.CfnTopicPolicy(stack, "TopicPolicy", {
  topics: [topicArn],
  policyDocument: { Version: "2012-10-17", Statement: [] },
});

const alarm = new cloudwatch.CfnAlarm(stack, "Alarm", {
  alarmName: "errors",
  namespace: "Shop",
  metricName: "Errors",
  statistic: "Sum",
  period: 60,
  evaluationPeriods: 1,
  threshold: 0,
  comparisonOperator: "GreaterThanThreshold",
  alarmActions: [topicArn],
});
const composite = new cloudwatch.CfnCompositeAlarm(stack, "Composite", {
  alarmName: "any",
  alarmRule: Fn.sub("ALARM(${Alarm})"),
});
composite.addDependency(alarm);
new cloudwatch.CfnDashboard(stack, "Dashboard", { dashboardBody: '{"widgets":[]}' });
new cloudwatch.CfnAnomalyDetector(stack, "Anomalies", {
  namespace: "Shop",
  metricName: "Errors",
  stat: "Sum",
});
new ssm.CfnParameter(stack, "Parameter", { name: "/shop/stage", type: "String", value: "dev" });
new CfnResource(stack, "Metadata", { type: "AWS::CDK::Metadata", properties: { Analytics: "v2" } });
if (process.env["WITH_TABLE"]) new CfnResource(stack, "Table", { type: "AWS::DynamoDB::Table" });

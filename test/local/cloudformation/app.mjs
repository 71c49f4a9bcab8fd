import { App, CfnOutput, NestedStack, Stack } from "aws-cdk-lib";
import { CfnAlarm } from "aws-cdk-lib/aws-cloudwatch";
import * as lambda from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Topic } from "aws-cdk-lib/aws-sns";

const { FUNCTION_CODE, VALUE = "1", BROKEN, THRESHOLD = "1" } = process.env;
const app = new App({ context: { "@aws-cdk/core:defaultCrossStackReferences": "strong" } });
const shared = new Stack(app, "Shared");
const topic = new Topic(shared, "Topic");
const service = new Stack(app, "Service");
new LogGroup(service, "Group", { logGroupName: "/service/api" });
const handler = new lambda.Function(service, "Handler", {
  runtime: lambda.Runtime.NODEJS_22_X,
  handler: "index.handler",
  code: lambda.Code.fromAsset(FUNCTION_CODE),
  environment: { TOPIC: topic.topicArn, VALUE },
});
new CfnAlarm(service, "Errors", {
  comparisonOperator: "GreaterThanThreshold",
  evaluationPeriods: 1,
  metricName: "Errors",
  namespace: "Service",
  period: 60,
  statistic: "Sum",
  threshold: Number(THRESHOLD),
});
if (BROKEN)
  new CfnAlarm(service, "Broken", {
    comparisonOperator: "Nonsense",
    evaluationPeriods: 1,
    metricName: "m",
    namespace: "n",
    period: 60,
    statistic: "Sum",
    threshold: 1,
  });
const inner = new NestedStack(service, "Inner");
new LogGroup(inner, "Group", { logGroupName: `/service/inner-${VALUE}` });
new CfnOutput(service, "Name", { value: handler.functionName });

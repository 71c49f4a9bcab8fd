export const CHAIN_GROUP = { logGroupName: "/app/pay", logStreamName: "host" };

const HANDLER = `exports.handler = async ({ Records }) => {
  for (const { Sns } of Records) console.log("alert " + Sns.Message);
};`;

/** A log group, a metric filter with a dimension, an alarm, a topic, and a function that logs what the topic tells it. */
export const CHAIN_TEMPLATE = {
  Resources: {
    Group: { Type: "AWS::Logs::LogGroup", Properties: { LogGroupName: CHAIN_GROUP.logGroupName } },
    Stream: {
      Type: "AWS::Logs::LogStream",
      Properties: { LogGroupName: { Ref: "Group" }, LogStreamName: CHAIN_GROUP.logStreamName },
    },
    Errors: {
      Type: "AWS::Logs::MetricFilter",
      Properties: {
        LogGroupName: { Ref: "Group" },
        FilterPattern: '{ $.level = "ERROR" }',
        MetricTransformations: [
          {
            MetricNamespace: "Pay",
            MetricName: "Errors",
            MetricValue: "1",
            Dimensions: [{ Key: "Route", Value: "$.route" }],
          },
        ],
      },
    },
    Alarm: {
      Type: "AWS::CloudWatch::Alarm",
      Properties: {
        AlarmName: "pay-errors",
        Namespace: "Pay",
        MetricName: "Errors",
        Dimensions: [{ Name: "Route", Value: "/pay" }],
        Statistic: "Sum",
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 2,
        ComparisonOperator: "GreaterThanOrEqualToThreshold",
        TreatMissingData: "notBreaching",
        AlarmActions: [{ Ref: "Topic" }],
        OKActions: [{ Ref: "Topic" }],
      },
    },
    Topic: { Type: "AWS::SNS::Topic", Properties: { TopicName: "alerts" } },
    Subscription: {
      Type: "AWS::SNS::Subscription",
      Properties: {
        TopicArn: { Ref: "Topic" },
        Protocol: "lambda",
        Endpoint: { "Fn::GetAtt": ["Notifier", "Arn"] },
      },
    },
    Permission: {
      Type: "AWS::Lambda::Permission",
      Properties: {
        Action: "lambda:InvokeFunction",
        FunctionName: { Ref: "Notifier" },
        Principal: "sns.amazonaws.com",
        SourceArn: { Ref: "Topic" },
      },
    },
    Notifier: {
      Type: "AWS::Lambda::Function",
      Properties: {
        FunctionName: "notifier",
        Runtime: "nodejs24.x",
        Handler: "index.handler",
        Role: "arn:aws:iam::123456789012:role/notifier",
        Code: { ZipFile: HANDLER },
      },
    },
  },
};

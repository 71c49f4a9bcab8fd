import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { LocalCloud } from "../../../local/index.ts";

export const START = Date.UTC(2026, 0, 5, 12);
const GROUP = { logGroupName: "/app/pay", logStreamName: "host" };

const HANDLER = `exports.handler = async ({ Records }) => {
  for (const { Sns } of Records) console.log("alert " + Sns.Message);
};`;

const TEMPLATE = {
  Resources: {
    Group: { Type: "AWS::Logs::LogGroup", Properties: { LogGroupName: GROUP.logGroupName } },
    Stream: {
      Type: "AWS::Logs::LogStream",
      Properties: { LogGroupName: { Ref: "Group" }, LogStreamName: GROUP.logStreamName },
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

/** A stepped cloud with a log group, a metric filter with a dimension, an alarm, a topic and a function behind it. */
export async function startChainCloud() {
  const folder = mkdtempSync(join(tmpdir(), "cumulog-chain-"));
  const template = join(folder, "template.json");
  writeFileSync(template, JSON.stringify(TEMPLATE));
  const cloud = await LocalCloud.start({ template, clock: { start: START, speed: 0 }, googlePort: false });
  const logs = new CloudWatchLogs({
    endpoint: cloud.endpoints.aws,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });
  return {
    cloud,
    logs,
    /** Logs a line of each of these levels and routes, at the cloud's time. */
    async log(...lines: readonly { readonly level: string; readonly route: string }[]): Promise<void> {
      const timestamp = cloud.clock.now();
      const logEvents = lines.map((line) => ({ timestamp, message: JSON.stringify(line) }));
      await logs.putLogEvents({ ...GROUP, logEvents });
    },
    /** The alarm messages that the function has got, the oldest first. */
    async alerts(): Promise<Record<string, unknown>[]> {
      const found = await logs
        .filterLogEvents({ logGroupName: "/aws/lambda/notifier", filterPattern: "alert" })
        .catch(() => ({ events: [] }));
      return (found.events ?? []).map(
        ({ message }) => JSON.parse(message!.slice(message!.indexOf("{"))) as Record<string, unknown>,
      );
    },
    async [Symbol.asyncDispose]() {
      logs.destroy();
      await cloud.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

import { Match, Template } from "aws-cdk-lib/assertions";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { describe, expect, test } from "vitest";
import { AlertChannel, LogAnomalies } from "../../infra/index.ts";
import { refusal, testStack } from "./app-for-tests.ts";

const channelIn = (stack: ReturnType<typeof testStack>) =>
  new AlertChannel(stack, "Channel", { emails: ["a@example.com"] });

describe("LogAnomalies", () => {
  test("by default is AWS's detector, and an alarm on what it finds", () => {
    const stack = testStack();
    const logGroup = new LogGroup(stack, "Group");

    new LogAnomalies(stack, "Anomalies", { logGroups: [logGroup], channels: [channelIn(stack)] });

    const template = Template.fromStack(stack);
    template.hasResourceProperties("AWS::Logs::LogAnomalyDetector", {
      DetectorName: "Test-Anomalies-0",
      EvaluationFrequency: "FIVE_MIN",
    });
    template.hasResourceProperties("AWS::CloudWatch::Alarm", {
      AlarmName: "Test-Anomalies-0-anomalies",
      AlarmActions: [Match.anyValue()],
      Metrics: Match.arrayWith([
        Match.objectLike({ Expression: "FILL(high, 0) + FILL(medium, 0)" }),
        Match.objectLike({
          MetricStat: Match.objectLike({
            Metric: {
              Namespace: "AWS/Logs",
              MetricName: "AnomalyCount",
              Dimensions: [
                { Name: "LogAnomalyDetector", Value: "Test-Anomalies-0" },
                { Name: "LogAnomalyPriority", Value: "HIGH" },
              ],
            },
          }),
        }),
      ]),
    });
    template.resourceCountIs("AWS::Lambda::Function", 0);
  });

  test("with its own engine counts through the log processor, and judges every minute", () => {
    const stack = testStack();
    const logGroup = new LogGroup(stack, "Group");

    new LogAnomalies(stack, "Anomalies", {
      logGroups: [logGroup],
      engine: "own",
      channels: [channelIn(stack)],
    });

    const template = Template.fromStack(stack);
    template.resourceCountIs("AWS::Logs::LogAnomalyDetector", 0);
    template.resourceCountIs("AWS::Logs::SubscriptionFilter", 1);
    template.hasResourceProperties("AWS::Events::Rule", { ScheduleExpression: "rate(1 minute)" });
    template.hasResourceProperties("AWS::Lambda::Function", {
      Environment: { Variables: Match.objectLike({ ANOMALY_DETECTOR_CONFIGURATION: Match.anyValue() }) },
    });
    template.hasResourceProperties("AWS::IAM::Policy", {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: "s3:ListBucket" })]) },
    });
  });

  test("refuses to watch nothing", () => {
    expect(() => new LogAnomalies(testStack(), "Anomalies", { logGroups: [] })).toThrow(
      refusal(/Test\/Anomalies.*expected at least one group/),
    );
  });
});

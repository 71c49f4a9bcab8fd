import { Match, Template } from "aws-cdk-lib/assertions";
import { describe, expect, test } from "vitest";
import { AlertChannel } from "../../infra/index.ts";
import { refusal, testStack } from "./app-for-tests.ts";

const SLACK = { name: "ops", type: "slack", token: "ssm:/slack/token", channel: "#ops" };

describe("AlertChannel", () => {
  test("lets CloudWatch use the key of an encrypted topic, without which alarms vanish", () => {
    const stack = testStack();

    new AlertChannel(stack, "Channel", { emails: ["a@example.com"], encryption: true });

    Template.fromStack(stack).hasResourceProperties("AWS::KMS::Key", {
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: "Allow",
            Principal: { Service: "cloudwatch.amazonaws.com" },
            Action: Match.arrayWith(["kms:Decrypt", "kms:GenerateDataKey*"]),
          }),
        ]),
      },
    });
  });

  test("sends mail for every change but the first OK of a deployed alarm", () => {
    const stack = testStack();

    new AlertChannel(stack, "Channel", { emails: ["a@example.com"] });

    Template.fromStack(stack).hasResourceProperties("AWS::SNS::Subscription", {
      Protocol: "email",
      FilterPolicyScope: "MessageBody",
      FilterPolicy: { $or: Match.anyValue() },
    });
  });

  test("may send mail as its own sender alone, and draw charts only when a destination shows them", () => {
    const stack = testStack();

    new AlertChannel(stack, "Mail", {
      destinations: [{ type: "email", name: "mail", from: "alerts@example.com", to: ["a@example.com"] }],
    });
    new AlertChannel(stack, "Chat", { destinations: [SLACK] });

    const policies = Object.values(Template.fromStack(stack).findResources("AWS::IAM::Policy")).map(
      (policy) => JSON.stringify(policy),
    );
    expect(policies.filter((text) => text.includes("ses:SendEmail"))).toEqual([
      expect.stringMatching(/:identity\/alerts@example\.com.*:identity\/example\.com/),
    ]);
    expect(policies.filter((text) => text.includes("cloudwatch:GetMetricWidgetImage"))).toHaveLength(1);
  });

  test("subscribes the notifier and lets it read its secrets and nothing else", () => {
    const stack = testStack();

    new AlertChannel(stack, "Channel", { destinations: [SLACK] });

    const template = Template.fromStack(stack);
    template.hasResourceProperties("AWS::SNS::Subscription", { Protocol: "lambda" });
    template.hasResourceProperties("AWS::IAM::Policy", {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: "ssm:GetParameter",
            Resource: {
              "Fn::Join": ["", Match.arrayWith([Match.stringLikeRegexp(":parameter/slack/token$")])],
            },
          }),
        ]),
      },
    });
    const policies = JSON.stringify(template.findResources("AWS::IAM::Policy"));
    expect(policies).not.toContain('"Action":"*"');
    expect(policies).not.toContain('"Resource":"*"');
  });

  test("watches its own notifier", () => {
    const stack = testStack();

    new AlertChannel(stack, "Channel", { destinations: [SLACK] });

    const alarms = Object.values(Template.fromStack(stack).findResources("AWS::CloudWatch::Alarm"));
    expect(alarms.map(({ Properties }) => Properties.MetricName).sort()).toEqual([
      "ApproximateNumberOfMessagesVisible",
      "Errors",
      "NotificationsFailed",
      "Throttles",
    ]);
    for (const { Properties } of alarms) expect(Properties.AlarmActions).toHaveLength(1);
  });

  test.each([
    ["no receiver", {}],
    ["a destination without its secret", { destinations: [{ name: "ops", type: "slack" }] }],
    ["two destinations of one name", { destinations: [SLACK, SLACK] }],
    ["an unknown destination", { destinations: [{ name: "ops", type: "pager" }] }],
  ])("refuses %s with the construct's path", (_what, props) => {
    const stack = testStack();

    const make = () => new AlertChannel(stack, "Channel", props);

    expect(make).toThrow(refusal(/^Test\/Channel: /));
  });
});

import { Match, Template } from "aws-cdk-lib/assertions";
import { LogGroupClass } from "aws-cdk-lib/aws-logs";
import { describe, expect, test } from "vitest";
import { MonitoredLogGroup } from "../../infra/index.ts";
import { refusal, testStack } from "./app-for-tests.ts";

describe("MonitoredLogGroup", () => {
  test("keeps events for three months and when the stack is removed", () => {
    const stack = testStack();

    new MonitoredLogGroup(stack, "Group", { logGroupName: "/a/b", streams: ["one"] });

    const template = Template.fromStack(stack);
    template.hasResource("AWS::Logs::LogGroup", {
      Properties: { LogGroupName: "/a/b", RetentionInDays: 90 },
      DeletionPolicy: "Retain",
    });
    template.hasResourceProperties("AWS::Logs::LogStream", { LogStreamName: "one" });
  });

  test("encrypts with a key that rotates and that CloudWatch Logs may use for this group only", () => {
    const stack = testStack();

    new MonitoredLogGroup(stack, "Group", { logGroupName: "/a/b", encryption: true });

    Template.fromStack(stack).hasResourceProperties("AWS::KMS::Key", {
      EnableKeyRotation: true,
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Principal: { Service: Match.anyValue() },
            Condition: {
              ArnLike: {
                "kms:EncryptionContext:aws:logs:arn": {
                  "Fn::Join": ["", Match.arrayWith([":log-group:/a/b"])],
                },
              },
            },
          }),
        ]),
      },
    });
  });

  test("masks data and indexes fields", () => {
    const stack = testStack();

    new MonitoredLogGroup(stack, "Group", { mask: ["EmailAddress"], indexedFields: ["requestId"] });

    Template.fromStack(stack).hasResourceProperties("AWS::Logs::LogGroup", {
      DataProtectionPolicy: Match.objectLike({ Statement: Match.anyValue() }),
      FieldIndexPolicies: [{ Fields: ["requestId"] }],
    });
  });

  test("masks what you define yourself, and tells a group of it", () => {
    const stack = testStack();
    const { logGroup: maskFindings } = new MonitoredLogGroup(stack, "Findings");

    new MonitoredLogGroup(stack, "Group", {
      mask: ["IpAddress", { name: "EmployeeId", regex: "EMP-\\d{5}" }],
      maskFindings,
    });

    Template.fromStack(stack).hasResourceProperties("AWS::Logs::LogGroup", {
      DataProtectionPolicy: Match.objectLike({
        Configuration: { CustomDataIdentifier: [{ Name: "EmployeeId", Regex: "EMP-\\d{5}" }] },
        Statement: [
          Match.objectLike({
            DataIdentifier: Match.arrayWith(["EmployeeId"]),
            Operation: { Audit: { FindingsDestination: { CloudWatchLogs: { LogGroup: Match.anyValue() } } } },
          }),
          Match.objectLike({ Operation: { Deidentify: { MaskConfig: {} } } }),
        ],
      }),
    });
  });

  test.each([
    [["Emails"], /there is no managed data identifier Emails/],
    [[{ name: "Own", regex: "(" }], /the regex of Own is invalid/],
    [[{ name: "EmailAddress", regex: "x" }], /is the name of a managed data identifier/],
  ])("refuses to mask %j", (mask, message) => {
    expect(() => new MonitoredLogGroup(testStack(), "Group", { mask })).toThrow(refusal(message));
  });

  test("refuses alarms and subscriptions of the infrequent-access class", () => {
    const group = new MonitoredLogGroup(testStack(), "Group", {
      logGroupClass: LogGroupClass.INFREQUENT_ACCESS,
    });

    expect(() => group.addAlarm("Errors", {})).toThrow(refusal(/Test\/Group: .* takes no metric filters/));
    expect(() => group.addSubscription("Copy", {} as never)).toThrow(refusal(/takes no subscriptions/));
  });

  test("refuses what the infrequent-access class cannot do", () => {
    const stack = testStack();

    const make = () =>
      new MonitoredLogGroup(stack, "Group", {
        logGroupClass: LogGroupClass.INFREQUENT_ACCESS,
        indexedFields: ["requestId"],
      });

    expect(make).toThrow(refusal(/Test\/Group: a log group of class INFREQUENT_ACCESS/));
  });

  test("works on a group that exists, and makes none", () => {
    const stack = testStack();

    const group = MonitoredLogGroup.fromExisting(stack, "Group", "/aws/lambda/pay");
    group.addAlarm("Errors", { level: "error", moreThan: 5 });

    const template = Template.fromStack(stack);
    template.resourceCountIs("AWS::Logs::LogGroup", 0);
    template.hasResourceProperties("AWS::Logs::MetricFilter", { LogGroupName: "/aws/lambda/pay" });
  });

  test("refuses settings of a group that exists, and one without a name", () => {
    const stack = testStack();

    expect(
      () =>
        new MonitoredLogGroup(stack, "A", {
          logGroupName: "/a",
          existing: true,
          indexedFields: ["requestId"],
        }),
    ).toThrow(refusal(/Test\/A: the log group \/a exists already, so indexedFields cannot be set/));
    expect(() => new MonitoredLogGroup(stack, "B", { existing: true })).toThrow(
      refusal(/expected logGroupName/),
    );
  });
});
